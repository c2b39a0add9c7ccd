import "server-only";
import type { DbReader } from "@/server/transact";
import type { VoucherKind } from "./weigh-vouchers";

/**
 * One proof. `units` is SQL that gives a row for everything there is to prove: `name`, what people call it, and `ok`.
 * `noun` says what the units are, in the plural.
 */
export type BookCheck = {
  readonly name: string;
  readonly noun: string;
  readonly units: string;
  readonly params?: readonly unknown[];
  /** Instead of `params`: what it asks depends on which kinds of vouchers there are, lest it read all of them for nothing. */
  readonly paramsFor?: (kinds: readonly VoucherKind[]) => readonly unknown[];
};
/** `figure` is a sentence: how many were looked at, or how many are wrong and the first of them. */
export type CheckResult = { name: string; ok: boolean; figure: string };

const EXAMPLES = 5;

export async function runBookCheck(db: DbReader, check: BookCheck): Promise<CheckResult> {
  const { name, noun, units, params = [] } = check;
  const [row] = await db.query<{ total: bigint; faults: bigint; examples: string[] | null }>(
    `SELECT count(*) AS total, count(*) FILTER (WHERE unit.ok IS NOT TRUE) AS faults,
            (array_agg(unit.name ORDER BY unit.name) FILTER (WHERE unit.ok IS NOT TRUE))[1:${EXAMPLES}] AS examples
     FROM (${units}) AS unit`,
    params,
  );
  return sayCheck(name, noun, row ?? { total: 0n, faults: 0n, examples: null });
}

/** A check's outcome in a sentence. */
export function sayCheck(
  name: string,
  noun: string,
  { total, faults, examples }: { total: bigint; faults: bigint; examples: readonly string[] | null },
): CheckResult {
  if (faults === 0n) return { name, ok: true, figure: `${total} ${noun}` };
  const more = faults > BigInt(EXAMPLES) ? ", …" : "";
  return { name, ok: false, figure: `${faults} of ${total} ${noun}: ${(examples ?? []).join(", ")}${more}` };
}
