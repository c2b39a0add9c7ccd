import { randomBytes } from "node:crypto";
import { linkSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { errorCode, readIfPresent, SetupError } from "./private-files";
import { isSameProcessAlive, processIdentity } from "./process-identity";

const POLL_MS = 100;

/**
 * Runs `work` while no other process holds the lock. The file names its holder, so that a lock left behind by `kill -9`
 * is taken over at once instead of waiting for someone to delete it.
 */
export async function withFolderLock<T>(lockPath: string, waitMs: number, work: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + waitMs;
  while (!tryTake(lockPath)) {
    if (performance.now() > giveUpAt) {
      const holder = Number.parseInt(readIfPresent(lockPath) ?? "", 10);
      throw new SetupError(
        `Another process (pid ${holder}) has been starting or stopping the database for too long. Lock: ${lockPath}`,
      );
    }
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(lockPath, { force: true });
  }
}

function tryTake(lockPath: string): boolean {
  const own = `${lockPath}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(own, processIdentity(process.pid) ?? String(process.pid), { flag: "wx", mode: 0o600 });
  try {
    // A hard link appears with its content in one step: nobody can ever read an empty lock.
    linkSync(own, lockPath);
    return true;
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
    removeIfAbandoned(lockPath, own);
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

function removeIfAbandoned(lockPath: string, own: string): void {
  const holder = readIfPresent(lockPath);
  if (holder === null || isSameProcessAlive(holder)) return;
  const aside = `${own}.aside`;
  try {
    renameSync(lockPath, aside);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return;
    throw error;
  }
  // Two may take over at once: when what we moved is already the other one's fresh lock, it goes back.
  if (readIfPresent(aside) !== holder) linkSync(aside, lockPath);
  rmSync(aside, { force: true });
}
