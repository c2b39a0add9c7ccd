import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { errorCode } from "./private-files";

/**
 * Names one process for good: process ids are reused (quickly so in containers), the pair of id and start time is not.
 * Null when no such process runs.
 */
export function processIdentity(pid: number): string | null {
  if (!isAlive(pid)) return null;
  const startedAt = process.platform === "linux" ? linuxStartTicks(pid) : unixStartTime(pid);
  return startedAt === null ? null : `${pid}:${startedAt}`;
}

export function isSameProcessAlive(identity: string): boolean {
  const pid = Number.parseInt(identity, 10);
  return Number.isSafeInteger(pid) && pid > 0 && processIdentity(pid) === identity.trim();
}

/** The program a process runs, with its arguments; empty when the system does not say. */
export function commandLine(pid: number): string {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    // Gone meanwhile, or hidden from us: the caller treats both as "not known".
    return "";
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}

function linuxStartTicks(pid: number): string | null {
  const fields = linuxStat(pid);
  return fields === null || fields[0] === "Z" ? null : (fields[19] ?? null);
}

/** Null where the system does not tell, or no such process runs. */
export function parentOf(pid: number): number | null {
  const parent = linuxStat(pid)?.[1];
  return parent === undefined ? null : Number(parent);
}

/** From the third field on (state, parent, …): the second is the program's name in brackets and may hold spaces. */
function linuxStat(pid: number): string[] | null {
  if (process.platform !== "linux") return null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    // Gone meanwhile.
    return null;
  }
}

function unixStartTime(pid: number): string | null {
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return null;
  }
}
