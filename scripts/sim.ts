import { parseArgs } from "node:util";
import { generateWhenStale } from "./generate.mjs";
import { untilStopped } from "./run/until-stopped";
import { runVitest } from "./testing/stages";

/** `npm run sim -- --seed N`: plays one seed of the simulation of money out again, whose failure named it. */
export async function run(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...words], options: { seed: { type: "string" } } });
  if (values.seed === undefined || !/^\d+$/.test(values.seed)) {
    process.stderr.write("Say which: npm run sim -- --seed 17\n");
    return 2;
  }
  generateWhenStale();
  const size = { DESK_SIM_SEED: values.seed, DESK_SIM_SEEDS: "1" };
  const { failed, complaint } = await runVitest(["db"], ["tests/money-out/simulation"], untilStopped().signal, size);
  return failed > 0 || complaint !== null ? 1 : 0;
}
