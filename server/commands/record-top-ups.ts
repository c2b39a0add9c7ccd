import "server-only";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import type { PostingEvent } from "@/core/ledger/catalogue";
import { accept, invariant, type Result, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import type { AccountOwner } from "@/server/store/accounts";
import { isKeyReused, postVouchers, type VoucherDraft } from "@/server/store/post-vouchers";
import type { DbReader } from "@/server/transact";

type MerchantTopUp = {
  readonly event: "settlement.topped_up" | "marketing.topped_up" | "deposit.topped_up";
  readonly merchantNo: string;
};
type CompanyTopUp = { readonly event: "reserve.covered" | "platform_marketing.prefunded" };

/** Money that came in on a reserve bank account. Under one `key` it comes in once, however often it is told. */
export type TopUp = (MerchantTopUp | CompanyTopUp) & {
  readonly key: string;
  readonly bankAccount: string;
  readonly amountMinor: bigint;
  readonly asset: string;
  /** When the bank had it; its accounting day is the voucher's. */
  readonly paidInAt: Date;
};

/** How many were new, and how many had been recorded before. */
export type TopUpsRecorded = { recorded: number; known: number };

type MerchantRow = { id: bigint; no: string };

/** Records money paid in: by merchants to their accounts, or by the company out of its own funds. All of it or none. */
export const recordTopUps = defineCommand<{ readonly topUps: readonly TopUp[] }, TopUpsRecorded>({
  action: "top_up.record",
  permission: "merchant.edit",
  object: ({ topUps }) => ({
    type: "top_up",
    no: topUps.length === 1 ? (topUps[0]?.key ?? "") : `${topUps.length} top-ups`,
  }),
  toHashed: ({ topUps }) =>
    topUps.map(({ amountMinor, paidInAt, ...topUp }) => ({
      ...topUp,
      amountMinor: `${amountMinor}`,
      paidInAt: paidInAt.toISOString(),
    })),
  async effect(tx, { topUps }) {
    const drafts = await draftTopUps(tx, topUps);
    if (!drafts.ok) return drafts;
    try {
      const posted = await postVouchers(tx, drafts.value);
      const known = posted.filter((voucher) => voucher.existed).length;
      const recorded = posted.length - known;
      if (recorded > 0) {
        const objectNo = `${recorded} top-ups`;
        const detail = topUps.map(({ key, event, amountMinor, asset }) => ({
          key,
          event,
          amountMinor: `${amountMinor}`,
          asset,
        }));
        await appendAudit(tx, { action: "top_up.recorded", objectType: "top_up", objectNo, detail });
      }
      return accept({ recorded, known });
    } catch (error) {
      if (!isKeyReused(error)) throw error;
      return refuse("top_up_key_reused", "One of these keys names another payment already; nothing was recorded.");
    }
  },
});

/** The vouchers of these top-ups, in their order. */
export async function draftTopUps(db: DbReader, topUps: readonly TopUp[]): Promise<Result<VoucherDraft[]>> {
  const nos = topUps.flatMap((topUp) => ("merchantNo" in topUp ? [topUp.merchantNo] : []));
  const rows = await db.query<MerchantRow>("SELECT id, merchant_no AS no FROM merchants WHERE merchant_no = ANY ($1)", [
    nos,
  ]);
  const merchants = new Map(rows.map((row) => [row.no, row]));
  const unknown = nos.find((no) => !merchants.has(no));
  if (unknown !== undefined) {
    return refuse("merchant_unknown", `merchant ${unknown} is not known; set it up first`, { merchantNo: unknown });
  }
  if (topUps.some((topUp) => topUp.amountMinor <= 0n)) {
    return refuse("top_up_not_positive", "A top-up is above zero; nothing was recorded.");
  }
  return accept(topUps.map((topUp) => toDraft(topUp, merchants)));
}

function toDraft(topUp: TopUp, merchants: ReadonlyMap<string, MerchantRow>): VoucherDraft {
  const { key, bankAccount, amountMinor, asset, paidInAt } = topUp;
  const common = {
    event: topUp.event satisfies PostingEvent,
    key: `top-up:${key}`,
    amounts: { amount: amountMinor },
    asset,
    on: accountingDayOf(paidInAt),
    occurredAt: paidInAt,
  };
  if (!("merchantNo" in topUp)) {
    return { ...common, owner: { bankAccount }, objectType: "bank_account", objectNo: bankAccount };
  }
  const merchant = merchants.get(topUp.merchantNo);
  invariant(merchant, `${topUp.merchantNo} was looked up`);
  const owner: AccountOwner = { bankAccount, merchant };
  return { ...common, owner, objectType: "merchant", objectNo: merchant.no };
}
