import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { generateWhenStale } from "./generate.mjs";
import { untilStopped } from "./run/until-stopped";
import { SOAKS, type Soak } from "./testing/soaks";
import { runVitest } from "./testing/stages";

const MAX_SEED = 2 ** 31 - 1;
const MS_PER_SECOND = 1_000;

/**
 * `npm run test:soak [-- <name> …] [--seed N]`: the tests whose full size is not for every day, all of them (some hours) or
 * those that are named, each with a new seed unless one is given. Prints a row of docs/proofs.md for each.
 */
export async function run(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    options: { seed: { type: "string" } },
    allowPositionals: true,
  });
  const unknown = positionals.filter((name) => !SOAKS.some((soak) => soak.name === name));
  if (unknown.length > 0) {
    process.stderr.write(`There is no ${unknown.join(", ")}; there are ${SOAKS.map(({ name }) => name).join(", ")}.\n`);
    return 2;
  }
  generateWhenStale();
  const stopped = untilStopped();
  const rows: string[] = [];
  let failed = 0;
  for (const soak of SOAKS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
    if (stopped.signal.aborted) break;
    const { row, isGreen } = await runSoak(soak, values.seed ?? String(randomInt(MAX_SEED)), stopped.signal);
    rows.push(row);
    if (!isGreen) failed += 1;
  }
  process.stdout.write(`\n${rows.join("\n")}\n`);
  return failed > 0 || stopped.signal.aborted ? 1 : 0;
}

async function runSoak(soak: Soak, seed: string, stopped: AbortSignal): Promise<{ row: string; isGreen: boolean }> {
  const size = { ...soak.size, ...(soak.seed === undefined ? {} : { [soak.seed]: seed }) };
  const begun = performance.now();
  const { passed, failed, complaint } = await runVitest([soak.project], [soak.file], stopped, size);
  const seconds = ((performance.now() - begun) / MS_PER_SECOND).toFixed(0);
  const what = Object.entries(size).map(([variable, value]) => `${variable}=${value}`);
  const outcome = complaint === null ? "" : `; ${complaint}`;
  return {
    row: `| ${new Date().toISOString().slice(0, 10)} | ${[soak.name, ...what].join(" ")} | ${passed} passed, ${failed} failed, ${seconds} s${outcome} |`,
    isGreen: failed === 0 && complaint === null,
  };
}
