import { readdirSync, readFileSync } from "node:fs";
import type pg from "pg";

const TICKS_PER_SECOND = 100;

/**
 * Seconds of processor that a PostgreSQL on this machine has used so far, in all its processes, the ended ones included;
 * NaN where there is no /proc to tell.
 */
export async function postgresCpuSeconds(owner: pg.Pool): Promise<number> {
  const { rows } = await owner.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  try {
    const postmaster = statOf(`${rows[0]?.pid}`).parent;
    const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    const own = processes.map(lookAt).filter((stat) => stat !== null && stat.parent === postmaster);
    const live = own.reduce((sum, stat) => sum + (stat?.ownTicks ?? 0), 0);
    const { ownTicks, endedTicks } = statOf(postmaster);
    return (live + ownTicks + endedTicks) / TICKS_PER_SECOND;
  } catch {
    // No Linux: the wall clock is all there is.
    return Number.NaN;
  }
}

/** Seconds of processor that this process has used so far; NaN where there is no /proc to tell. */
export function cpuSecondsOf(pid: number): number {
  const stat = lookAt(`${pid}`);
  return stat === null ? Number.NaN : stat.ownTicks / TICKS_PER_SECOND;
}

type Stat = { readonly parent: string; readonly ownTicks: number; readonly endedTicks: number };

/** Behind the name, which may hold anything: state, parent, …, and the ticks of itself and of its ended children. */
function statOf(pid: string): Stat {
  const text = readFileSync(`/proc/${pid}/stat`, "latin1");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const ticks = (at: number) => Number(fields[at] ?? 0);
  return { parent: fields[1] ?? "", ownTicks: ticks(11) + ticks(12), endedTicks: ticks(13) + ticks(14) };
}

function lookAt(pid: string): Stat | null {
  try {
    return statOf(pid);
  } catch {
    // It ended meanwhile.
    return null;
  }
}
