import "server-only";
import { randomBytes, randomInt } from "node:crypto";
import { invariant } from "@/core/result";

/**
 * Random weights by which a whole book is compared in flat sums: no grouping, no sorting, nothing kept per account.
 *
 * A set of rows is taken as the sum of its rows' hashes under a secret seed, so two sets are the same when their sums are.
 * The seeds are drawn anew for each run: books that are wrong pass one run with a chance of one in a thousand million, and
 * nobody can prepare for it. A sum says only that something is wrong; what it is, exact queries name.
 */
export type Seeds = {
  readonly asset: bigint;
  readonly debit: bigint;
  readonly credit: bigint;
  readonly voucher: bigint;
  /** What first and second lines count for: below 2^30, so that a voucher's weight times this fits a bigint. */
  readonly lines: readonly [first: bigint, second: bigint];
  readonly place: bigint;
};

export function drawSeeds(): Seeds {
  const draw = () => randomBytes(8).readBigUInt64BE() >> 2n;
  const drawShort = () => BigInt(randomInt(1, 2 ** 30));
  return {
    asset: draw(),
    debit: draw(),
    credit: draw(),
    voucher: draw(),
    lines: [drawShort(), drawShort()],
    place: draw(),
  };
}

/**
 * PostgreSQL hashes a bigint by its folded halves, so two numbers of which one is greater than 2^32 may hash alike under
 * every seed. The upper half therefore stands in the seed as well, wherever a number may grow that far.
 */
export const hash = (value: string, seed: string) => `hashint8extended(${value}, ${seed} # ((${value}) >> 32))`;
/** The same for numbers that stay below `FOLDED`: account ids, places in an account, numbers of lines. */
export const hashSmall = (value: string, seed: string) => `hashint8extended(${value}, ${seed})`;
export const FOLDED = "4294967295";

/** Nearly every row is of one asset, and comparing a word costs a third of hashing it. */
const MAIN_ASSET = "'CNY'";
/** Null for the main asset, which needs none. */
export const assetSeed = (asset: string, seeds: Seeds) =>
  `CASE WHEN ${asset} <> ${MAIN_ASSET} THEN hashtextextended(${asset}, ${seeds.asset}) END`;
/** An account's nature is its id, its asset and its normal side, under this run's seeds. */
export const natureOf = (accountId: string, asset: string, isDebit: string, { debit, credit }: Seeds) => {
  const side = `CASE WHEN ${isDebit} THEN ${debit} ELSE ${credit} END`;
  const seed = `CASE WHEN ${asset} = ${MAIN_ASSET} THEN ${side} ELSE hashtextextended(${asset}, ${side}) END`;
  return hashSmall(accountId, seed);
};
/**
 * A place in an account's chain and the balance there: where an entry begins, and where the one before it ended. The place
 * stands in the seed's lower half and the balance's upper half in its upper one, so neither can stand for the other; a
 * place that is negative or not below `FOLDED` could, and is a fault by itself.
 */
export const nodeOf = (nature: string, seq: string, balance: string) =>
  `hashint8extended(${balance}, ${nature} # (${seq}) # ((${balance}) & -4294967296))`;
/** Thirty bits for a voucher on its day, by which its amounts and its lines are counted. */
export const weightOf = (voucherId: string, day: string, { voucher }: Seeds) =>
  `(${hash(voucherId, `hashdateextended(${day}, ${voucher})`)} & 1073741823)`;
/** Where an entry stands that has no place in its account by itself: it waits, or has a position. */
export const placeOf = (nature: string, row: string, change: string, { place }: Seeds) =>
  hash(
    change,
    hashSmall(
      `${row}.line_no`,
      hash(`${row}.voucher_id`, `(hashdateextended(${row}.accounting_on, ${place}) # ${nature})`),
    ),
  );

/** A sum of hashes as PostgreSQL gives it, in words since it may be greater than a bigint. Null is an empty sum. */
export function sumOf(words: string | null | undefined): bigint {
  invariant(words === null || words === undefined || /^-?\d+$/.test(words), "a sum is a whole number");
  return BigInt(words ?? 0);
}
