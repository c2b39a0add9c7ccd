import { invariant } from "@/core/result";
import { CATALOGUE, type PostingEvent } from "./catalogue";
import type { AccountPlace, Side } from "./chart";
import type { AssetWord, Role } from "./vocabulary";

export type VoucherLine = {
  readonly side: Side;
  readonly place: AccountPlace;
  /** Whose account of that place; null for the company's own. */
  readonly role: Role | null;
  readonly amountMinor: bigint;
  /** Which of the voucher's assets; null where it has one. */
  readonly asset: AssetWord | null;
};

/**
 * The lines that `event` posts for `amounts` (minor units, none negative, every name the rule knows). Zero lines are
 * left out. Throws when the amounts do not balance: that is a bug of the caller, never of its input.
 */
export function buildVoucherLines(event: PostingEvent, amounts: Readonly<Record<string, bigint>>): VoucherLine[] {
  const { kind, lines } = CATALOGUE[event];
  invariant(kind === "LINES", `${event} has no lines of its own`);
  const built: VoucherLine[] = [];
  const differences = new Map<string, bigint>();
  for (const { side, place, role, amount, asset } of lines) {
    const amountMinor = Object.hasOwn(amounts, amount) ? amounts[amount] : undefined;
    invariant(amountMinor !== undefined, `${event} needs the amount "${amount}"`);
    invariant(amountMinor >= 0n, `${event}: "${amount}" is negative`);
    const change = side === "DEBIT" ? amountMinor : -amountMinor;
    differences.set(asset ?? "", (differences.get(asset ?? "") ?? 0n) + change);
    if (amountMinor > 0n) built.push({ side, place, role, amountMinor, asset });
  }
  for (const [asset, difference] of differences) {
    const where = asset === "" ? "" : ` in ${asset}`;
    invariant(difference === 0n, `${event} does not balance${where}: debits − credits = ${difference}`);
  }
  invariant(built.length >= 2, `${event} posts nothing`);
  return built;
}
