import "server-only";
import { randomBytes } from "node:crypto";
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
  readonly mainAsset: bigint;
  readonly line: bigint;
  readonly place: bigint;
};

export function drawSeeds(): Seeds {
  const draw = () => randomBytes(8).readBigUInt64BE() >> 2n;
  return { asset: draw(), mainAsset: draw(), line: draw(), place: draw() };
}

/**
 * PostgreSQL hashes a bigint by its folded halves, so two numbers of which one is greater than 2^32 may hash alike under
 * every seed. The upper half therefore stands in the seed as well, wherever a number may grow that far.
 */
export const hash = (value: string, seed: string) => `hashint8extended(${value}, ${seed} # ((${value}) >> 32))`;
/** The same for numbers that stay below `FOLDED`: account ids, places in an account, numbers of lines. */
export const hashSmall = (value: string, seed: string) => `hashint8extended(${value}, ${seed})`;
export const FOLDED = "4294967295";

/** What an asset counts for. Nearly every row is of one asset, and comparing a word costs a third of hashing it. */
export const assetSeed = (value: string, { asset, mainAsset }: Seeds) =>
  `CASE ${value} WHEN 'CNY' THEN ${mainAsset} ELSE hashtextextended(${value}, ${asset}) END`;
/** An account's nature is its id, its asset and its normal side, under this run's seeds. */
export const natureOf = (accountId: string, asset: string, isDebit: string) =>
  hashSmall(accountId, `CASE WHEN ${isDebit} THEN 1 ELSE 2 END::bigint # ${asset}`);
/** A place in an account's chain and the balance there: where an entry begins, and where the one before it ended. */
export const nodeOf = (nature: string, seq: string, balance: string) => hash(balance, hashSmall(seq, nature));
/** One line of a voucher on its day. */
export const lineOf = (voucherId: string, day: string, lineNo: string, { line }: Seeds) =>
  hash(voucherId, `(hashdateextended(${day}, ${line}) + ${lineNo})`);
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
