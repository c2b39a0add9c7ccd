import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findWrongPromotion, type HostileFile, hostileFile } from "./hostile-file";
import { sampleFiles } from "./sample-files";
import { type Taken, takeFile } from "./take-file";

/** How many files of which seed, and from which one on: a failure names what makes its file again. */
const FILES = Number(process.env.DESK_FUZZ_FILES ?? 2_000);
const FIRST = Number(process.env.DESK_FUZZ_FIRST ?? 0);
const SEED = Number(process.env.DESK_FUZZ_SEED ?? 20_261_121);
const MAX_CPU_MS = 10_000;
const MAX_GROWN_BYTES = 200 * 1024 ** 2;
const IS_SOAK = process.env.DESK_FUZZ_FILES !== undefined;

let folder = "";
let path = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-hostile-"));
  path = join(folder, "upload");
});
afterAll(() => rm(folder, { recursive: true }));

async function take(file: Pick<HostileFile, "bytes" | "fileName">): Promise<Taken> {
  await writeFile(path, file.bytes);
  return takeFile(path, file.fileName);
}

const samples = sampleFiles(SEED);

test.each(samples.map((sample) => [sample.title, sample] as const))(
  "%s as it is, is taken and read right",
  async (_, sample) => {
    const taken = await take(sample);
    expect(taken).toMatchObject({ isAccepted: true, format: sample.format });
    expect(findWrongPromotion(taken, sample.bytes)).toBeNull();
  },
);

type Tally = {
  taken: number;
  refused: Map<string, number>;
  slowest: { cpuMs: number; title: string };
  grownBytes: number;
};

describe(`${FILES} broken files from number ${FIRST} of seed ${SEED}`, () => {
  test("nothing is taken that is not what the file says, and nothing crashes", async () => {
    const tally: Tally = { taken: 0, refused: new Map(), slowest: { cpuMs: 0, title: "" }, grownBytes: 0 };
    const wrong: string[] = [];
    for (let index = FIRST; index < FIRST + FILES; index += 1) {
      const file = hostileFile(samples, SEED, index);
      const title = `DESK_FUZZ_SEED=${SEED} DESK_FUZZ_FIRST=${index} DESK_FUZZ_FILES=1: ${file.sample.title}, ${file.how}`;
      const [before, held] = [process.cpuUsage(), process.memoryUsage.rss()];
      try {
        const taken = await take(file);
        count(tally, taken);
        const why = findWrongPromotion(taken, file.bytes);
        if (why !== null) wrong.push(`${title}: ${why}`);
      } catch (error) {
        wrong.push(`${title}: ${error instanceof Error ? error.stack : String(error)}`);
      }
      const { user, system } = process.cpuUsage(before);
      const cpuMs = (user + system) / 1000;
      if (cpuMs > tally.slowest.cpuMs) tally.slowest = { cpuMs, title };
      tally.grownBytes = Math.max(tally.grownBytes, process.memoryUsage.rss() - held);
    }
    if (IS_SOAK) process.stdout.write(`${sayTally(tally)}\n`);
    expect(wrong).toEqual([]);
    // Of processor time, which other work on the machine does not lengthen as it does the time that passes.
    expect(tally.slowest.cpuMs, tally.slowest.title).toBeLessThan(MAX_CPU_MS);
    expect(tally.grownBytes).toBeLessThan(MAX_GROWN_BYTES);
    if (FILES >= 100) expect(tally.taken).toBeGreaterThan(0);
  }, 3_600_000);
});

function count(tally: Tally, taken: Taken): void {
  if (taken.isAccepted) tally.taken += 1;
  else tally.refused.set(taken.code, (tally.refused.get(taken.code) ?? 0) + 1);
}

function sayTally({ taken, refused, slowest, grownBytes }: Tally): string {
  const codes = [...refused].map(([code, times]) => `${times} ${code}`).join(", ");
  const slow = `slowest ${Math.round(slowest.cpuMs)} ms of CPU (${slowest.title})`;
  return `${taken} taken; refused: ${codes}; ${slow}; one file took ${Math.round(grownBytes / 2 ** 20)} MiB of memory at most`;
}
