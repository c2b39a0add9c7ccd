import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** A clear sentence for whoever typed the command; the caller prints it without a stack. */
export class SetupError extends Error {
  override name = "SetupError";
}

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

export function readIfPresent(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    if (errorCode(error) === "EACCES") throw notOurs(path);
    throw error;
  }
}

/**
 * Replaces a file in one step, readable by its owner alone. The owner is the folder's, so that a run as root in a
 * user's data folder does not lock that user out.
 */
export function writePrivate(path: string, content: string): void {
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    writeFileSync(temporary, content, { mode: 0o600, flag: "wx" });
    chmodSync(temporary, 0o600);
    if (process.getuid?.() === 0) {
      const folder = statSync(dirname(path));
      chownSync(temporary, folder.uid, folder.gid);
    }
    renameSync(temporary, path);
  } catch (error) {
    if (errorCode(error) === "EACCES") throw notOurs(path);
    throw error;
  }
}

export function makeFolder(path: string, mode = 0o755): void {
  try {
    mkdirSync(path, { recursive: true, mode });
  } catch (error) {
    if (errorCode(error) === "EACCES") throw notOurs(path);
    throw error;
  }
}

function notOurs(path: string): SetupError {
  return new SetupError(
    `${path} belongs to another user. Run as that user, or choose another data folder with DESK_DATA_DIR.`,
  );
}
