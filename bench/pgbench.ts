import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { invariant } from "@/core/result";

const run = promisify(execFile);

/** pgbench of Debian's postgresql-contrib, or null: then there is nothing to compare single vouchers with. */
export function findPgbench(): string | null {
  return spawnSync("pgbench", ["--version"]).status === 0 ? "pgbench" : null;
}

/** Its standard tables, `scale` × 100,000 accounts. */
export async function initialisePgbench(url: string, scale: number): Promise<void> {
  await run("pgbench", ["--initialize", "--quiet", `--scale=${scale}`, url]);
}

/** Transactions per second of `script`, or of the standard transaction (TPC-B) without one; both in pgbench's usual protocol. */
export async function measurePgbench(
  url: string,
  options: { readonly clients: number; readonly seconds: number; readonly script?: string },
): Promise<number> {
  const file = options.script === undefined ? [] : [`--file=${writeScript(options.script)}`];
  const { stdout } = await run("pgbench", [
    "--no-vacuum",
    `--client=${options.clients}`,
    `--jobs=${Math.min(options.clients, 2)}`,
    `--time=${options.seconds}`,
    ...file,
    url,
  ]);
  const speed = /tps = ([\d.]+)/.exec(stdout)?.[1];
  const failed = /failed transactions: (\d+)/.exec(stdout)?.[1];
  invariant(speed !== undefined && failed === "0", `pgbench answers with its speed and without failures: ${stdout}`);
  return Number.parseFloat(speed);
}

function writeScript(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "desk-pgbench-")), "script.sql");
  writeFileSync(path, text);
  return path;
}
