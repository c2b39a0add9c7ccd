import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { withFolderLock } from "../postgres/folder-lock";
import { readIfPresent, SetupError, writePrivate } from "../postgres/private-files";
import { isSameProcessAlive, processIdentity } from "../postgres/process-identity";

type Running = { process: string | null; address: string; isStopping: boolean };

const STOPPING_WAIT_MS = 30_000;
const RUNNING_WAIT_MS = 5_000;
const POLL_MS = 100;
const LOCK_WAIT_MS = 10_000;

/**
 * Claims the data folder for this process: two on one would do each other's work. One that is just stopping is waited
 * for; a killed one's note is recognised as such.
 */
export async function claimFolder(folder: string): Promise<void> {
  const startedAt = performance.now();
  for (;;) {
    const other = await withFolderLock(join(folder, "running.lock"), LOCK_WAIT_MS, async () => {
      const found = findOther(folder);
      if (found === null) noteRunning(folder, "an address it is about to choose", false);
      return found;
    });
    if (other === null) return;
    const patienceMs = other.isStopping ? STOPPING_WAIT_MS : RUNNING_WAIT_MS;
    if (performance.now() - startedAt > patienceMs) {
      const pid = Number.parseInt(other.process ?? "", 10);
      throw new SetupError(
        `clearing-desk already runs on this data folder, at ${other.address} (process ${pid}). Stop that one first, or start a second one with its own DESK_DATA_DIR.`,
      );
    }
    await sleep(POLL_MS);
  }
}

/** Notes where we serve the folder that we have claimed, or that we are about to end. */
export function noteRunning(folder: string, address: string, isStopping: boolean): void {
  const note: Running = { process: processIdentity(process.pid), address, isStopping };
  writePrivate(notePath(folder), `${JSON.stringify(note)}\n`);
}

function findOther(folder: string): Running | null {
  const text = readIfPresent(notePath(folder));
  if (text === null) return null;
  const note: Running = JSON.parse(text);
  return note.process !== null && isSameProcessAlive(note.process) ? note : null;
}

function notePath(folder: string): string {
  return join(folder, "running.json");
}
