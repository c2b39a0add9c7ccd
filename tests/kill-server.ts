import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Kills (-9) the embedded PostgreSQL of a data folder. */
export function killServer(folder: string): void {
  const [pid] = readFileSync(join(folder, "postgres/data/postmaster.pid"), "utf8").split("\n");
  process.kill(Number(pid), "SIGKILL");
}
