import "server-only";
import type { WholeLine } from "@/core/adjustments/judge-voucher";
import type { ManualEvent } from "@/core/adjustments/manual-events";
import { sumMinor } from "@/core/money/money";
import type { AccountOwner } from "@/server/store/accounts";

type Merchant = NonNullable<AccountOwner["merchant"]>;

/** What an adjustment would post, and how. */
export type AdjustmentPlan = {
  readonly event: ManualEvent | "voucher.reversed";
  readonly lines: readonly WholeLine[];
  /** What it moves, for each asset: the sum of its debits. */
  readonly totals: readonly { readonly asset: string; readonly amountMinor: bigint }[];
  /** The one merchant whose accounts it touches; null for none and for several. */
  readonly merchantNo: string | null;
  /** How a template is posted; null where the lines are posted as they are. */
  readonly template: Template | null;
  readonly reverses: { readonly id: bigint; readonly voucherNo: string } | null;
};
export type Template = {
  readonly event: ManualEvent;
  readonly asset: string;
  readonly amounts: Readonly<Record<string, bigint>>;
  readonly owner: AccountOwner;
  readonly parties: Readonly<Record<string, Merchant>>;
};

export function totalsOf(
  lines: readonly WholeLine[],
  assetOf: (accountNo: string) => string,
): AdjustmentPlan["totals"] {
  const debits = lines.filter(({ side }) => side === "DEBIT");
  const assets = [...new Set(debits.map(({ accountNo }) => assetOf(accountNo)))];
  return assets.map((asset) => ({
    asset,
    amountMinor: sumMinor(debits.filter((line) => assetOf(line.accountNo) === asset).map((line) => line.amountMinor)),
  }));
}

/** The one value among them; null for none and for several. */
export function onlyOne(values: Iterable<string | null>): string | null {
  const [only = null, second] = new Set([...values].filter((value) => value !== null));
  return second === undefined ? only : null;
}

/** Lines as a request freezes them, and as the database compares them with the voucher's entries. */
export function toFrozenLines(lines: readonly WholeLine[]) {
  return lines.map(({ side, accountNo, amountMinor }) => ({ side, accountNo, amountMinor: `${amountMinor}` }));
}
