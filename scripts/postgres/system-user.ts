import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { dirname } from "node:path";
import { SetupError } from "./private-files";

/** PostgreSQL refuses to run as root, so root starts it as this user; null means "as whoever we are". */
export type SystemUser = { name: string; uid: number; gid: number };

const CANDIDATES = ["postgres", "nobody"];

export function chooseSystemUser(existingFolder: string | null): SystemUser | null {
  if (process.getuid?.() !== 0) return null;
  if (existingFolder !== null) {
    const owner = statSync(existingFolder).uid;
    const user = owner === 0 ? null : lookUp(String(owner));
    if (user !== null) return user;
  }
  for (const name of CANDIDATES) {
    const user = lookUp(name);
    if (user !== null) return user;
  }
  throw new SetupError(
    `PostgreSQL does not run as root and this machine has none of the users ${CANDIDATES.join(", ")}. Run as an ordinary user, or set DATABASE_URL.`,
  );
}

/** Whether the user can reach a file below this folder: every folder on the way must let it through. */
export function canReach(user: SystemUser, folder: string): boolean {
  for (let current = folder; ; current = dirname(current)) {
    const stat = statSync(current);
    const needed = stat.uid === user.uid ? 0o100 : stat.gid === user.gid ? 0o010 : 0o001;
    if ((stat.mode & needed) === 0) return false;
    if (dirname(current) === current) return true;
  }
}

function lookUp(nameOrUid: string): SystemUser | null {
  const ask = (flag: string): string =>
    execFileSync("id", [flag, nameOrUid], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    return { name: ask("-un"), uid: Number(ask("-u")), gid: Number(ask("-g")) };
  } catch {
    // `id` fails for a user that does not exist; that is the answer.
    return null;
  }
}
