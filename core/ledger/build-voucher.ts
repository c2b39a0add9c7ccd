import { invariant } from "@/core/result";
import { CATALOGUE, type PostingEvent, type PostingRule } from "./catalogue";
import type { AccountPlace, Side } from "./chart";

export type VoucherLine = { readonly side: Side; readonly place: AccountPlace; readonly amountMinor: bigint };

/**
 * The lines that `event` posts for `amounts` (minor units of one asset, none negative, every name the rule knows).
 * Zero lines are left out. Throws when the amounts do not balance: that is a bug of the caller, never of its input.
 */
export function buildVoucherLines(event: PostingEvent, amounts: Readonly<Record<string, bigint>>): VoucherLine[] {
  const { lines }: PostingRule = CATALOGUE[event];
  const built: VoucherLine[] = [];
  let difference = 0n;
  for (const { side, place, amount } of lines) {
    const amountMinor = amounts[amount];
    invariant(amountMinor !== undefined, `${event} needs the amount "${amount}"`);
    invariant(amountMinor >= 0n, `${event}: "${amount}" is negative`);
    difference += side === "DEBIT" ? amountMinor : -amountMinor;
    if (amountMinor > 0n) built.push({ side, place, amountMinor });
  }
  invariant(difference === 0n, `${event} does not balance: debits − credits = ${difference}`);
  invariant(built.length >= 2, `${event} posts nothing`);
  return built;
}
