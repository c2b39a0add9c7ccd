import { UNIONPAY_NAME } from "@/core/statements/fixtures/sample-days";
import { type Random, randomOf } from "@/tests/random";
import { MUTATIONS } from "./mutate-bytes";
import { readNaively } from "./naive-readers";
import { findBrokenTotals } from "./naive-totals";
import { PACKINGS } from "./pack-hostilely";
import type { SampleFile, SampleFormat } from "./sample-files";
import type { Taken } from "./take-file";
import { unpackNaively } from "./unpack-naively";

export type HostileFile = { sample: SampleFile; how: string; fileName: string; bytes: Uint8Array };

/** File number `index` of a seed, the same whenever it is asked for. */
export function hostileFile(samples: readonly SampleFile[], seed: number, index: number): HostileFile {
  const random = randomOf(seed + index * 7_919);
  const sample = samples[index % samples.length] ?? random.pick(samples);
  const content = unpackNaively(sample.bytes) ?? sample.bytes;
  const isPacked = content.length !== sample.bytes.length;
  if (isPacked && random.once(2)) return mutated(sample, sample.fileName, sample.bytes, random);
  // UnionPay's day stands in the name of the file itself.
  const name = sample.format === "unionpay-zm" ? UNIONPAY_NAME : sample.fileName;
  const file = mutated(sample, name, random.once(4) ? content : changed(content, random).bytes, random);
  if (!random.once(4)) return file;
  const packing = random.pick(Object.keys(PACKINGS));
  const bytes = PACKINGS[packing]?.(file.bytes, name, random) ?? file.bytes;
  return { ...file, how: `${file.how}, ${packing}`, bytes };
}

function mutated(sample: SampleFile, fileName: string, bytes: Uint8Array, random: Random): HostileFile {
  const { how, bytes: after } = changed(bytes, random);
  return { sample, how, fileName, bytes: after };
}

function changed(bytes: Uint8Array, random: Random): { how: string; bytes: Uint8Array } {
  const how = random.pick(Object.keys(MUTATIONS));
  return { how, bytes: bytes.length === 0 ? bytes : (MUTATIONS[how]?.(bytes, random) ?? bytes) };
}

/**
 * Why it was wrong to take a file, null when it was right or when it was refused: a file that is taken gives exactly the
 * lines that stand in it when they are read again by other code, its sums are those of its lines, and what it says of
 * itself (totals, payouts, balances) agrees with them.
 */
export function findWrongPromotion(taken: Taken, bytes: Uint8Array): string | null {
  if (!taken.isAccepted) return null;
  const unpacked = unpackNaively(bytes);
  if (unpacked === null) return "it was taken, and cannot be unpacked by other code";
  const found = taken.said.join("\n");
  if (sumUp(taken.said) !== taken.totals)
    return `its sums are ${taken.totals}, its lines add up to ${sumUp(taken.said)}`;
  try {
    const format = taken.format as SampleFormat;
    const said = readNaively(format, unpacked).join("\n");
    if (said !== found) return `it was read as\n${found}\nand says\n${said}`;
    const broken = findBrokenTotals(format, unpacked, taken.said);
    return broken === null ? null : `it was taken, but ${broken}`;
  } catch (error) {
    return `it was read as\n${found}\nand says what cannot be read: ${String(error)}`;
  }
}

/** Payments and refunds, or incomes and expenses: how many, and the sum of their amounts. */
function sumUp(said: readonly string[]): string {
  const side = (...kinds: string[]) => {
    const amounts = said.map((line) => line.split(" ")).filter(([kind = ""]) => kinds.includes(kind));
    return `${amounts.length}: ${amounts.reduce((sum, [, amount = "0"]) => sum + BigInt(amount), 0n)}`;
  };
  return `${side("PAYMENT", "IN")}, ${side("REFUND", "OUT")}`;
}
