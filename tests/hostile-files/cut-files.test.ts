import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findWrongPromotion } from "./hostile-file";
import { sampleFiles } from "./sample-files";
import { takeBytes, takeFile } from "./take-file";
import { unpackNaively } from "./unpack-naively";

const LAST_BYTES = 2_048;
const samples = sampleFiles(4);

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-cut-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Every way to cut a file in its last bytes. */
function cutsOf(bytes: Uint8Array): Uint8Array[] {
  const cuts = Math.min(LAST_BYTES, bytes.length - 1);
  return Array.from({ length: cuts }, (_, at) => bytes.subarray(0, bytes.length - 1 - at));
}

const plain = samples.filter(({ bytes }) => unpackNaively(bytes)?.length === bytes.length);
const packed = samples.filter((sample) => !plain.includes(sample));

/**
 * Where the totals of a file's parts end: behind a payout, a batch or a statement a cut cannot be seen, nor in a list
 * without totals, nor down to the header alone, which is a day without trades.
 */
const PARTS: Readonly<Record<string, number>> = {
  Stripe: 4,
  Adyen: 2,
  "MT940 over pages": 2,
  "UnionPay ZM": 10,
};

test.each(plain.map((sample) => [sample.title, sample] as const))(
  "%s, cut at each of its last bytes",
  (title, sample) => {
    const whole = takeBytes(sample.bytes, sample.fileName);
    expect(whole).toMatchObject({ isAccepted: true });
    const wrong: string[] = [];
    const totals = new Set<string>();
    for (const bytes of cutsOf(sample.bytes)) {
      const taken = takeBytes(bytes, sample.fileName);
      const why = findWrongPromotion(taken, bytes);
      if (why !== null) wrong.push(`${bytes.length} of ${sample.bytes.length} bytes: ${why}`);
      if (taken.isAccepted && taken.said.length > 0) totals.add(taken.totals);
    }
    expect(wrong).toEqual([]);
    if (whole.isAccepted) totals.add(whole.totals);
    expect(totals.size, [...totals].join("; ")).toBeLessThanOrEqual(PARTS[title] ?? 1);
  },
);

test.each(packed.map((sample) => [sample.title, sample] as const))(
  "%s, cut at each of its last bytes",
  async (_, sample) => {
    const path = join(folder, "upload");
    const accepted: number[] = [];
    for (const bytes of cutsOf(sample.bytes)) {
      await writeFile(path, bytes);
      const taken = await takeFile(path, sample.fileName);
      if (taken.isAccepted) accepted.push(bytes.length);
    }
    expect(accepted).toEqual([]);
  },
);
