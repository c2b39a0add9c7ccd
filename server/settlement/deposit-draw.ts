import "server-only";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { buildVoucherLines } from "@/core/ledger/build-voucher";
import { accept, type Result, refuse } from "@/core/result";
import { accountKey } from "@/server/store/accounts";
import { draftVoucher, type VoucherDraft } from "@/server/store/post-vouchers";
import { findSettlementRow, type SettlementRow, settlementUnknown } from "@/server/store/settlements";
import type { CommandContext, DbReader } from "@/server/transact";

/** What a merchant owes after its last settlement, less what was taken for it already. */
export type Owing = { readonly settlement: SettlementRow; readonly owedMinor: bigint; readonly depositMinor: bigint };

/** What may be taken from the deposit, or why nothing may: only the last settlement of a merchant says what it owes. */
export async function findOwing(db: DbReader, settlementNo: string): Promise<Result<Owing>> {
  const settlement = await findSettlementRow(db, null, settlementNo);
  if (!settlement) return settlementUnknown(settlementNo);
  const { id, merchantId, merchantNo, asset } = settlement;
  const [row] = await db.query<{ drawn: bigint; deposit: bigint; later: string | null }>(
    `SELECT (SELECT coalesce(sum(amount_minor), 0)::bigint FROM deposit_draws WHERE settlement_id = $1) AS drawn,
            coalesce((SELECT (h.posted_minor - h.frozen_minor)::bigint FROM accounts a JOIN account_holdings h ON h.account_id = a.id
                      WHERE a.gl_code = '2202.04' AND a.merchant_id = $2 AND a.asset = $3), 0) AS deposit,
            (SELECT settlement_no FROM settlements WHERE merchant_id = $2 AND asset = $3 AND id > $1 ORDER BY id DESC LIMIT 1) AS later`,
    [id, merchantId, asset],
  );
  if (row?.later) {
    const message = `${row.later} is the last settlement of ${merchantNo}; what it owes stands there.`;
    return refuse("settlement_not_last", message, { settlementNo, last: row.later });
  }
  const owedMinor = -settlement.carriedMinor - (row?.drawn ?? 0n);
  if (owedMinor <= 0n)
    return refuse("settlement_owes_nothing", `${merchantNo} owes nothing after ${settlementNo}.`, { settlementNo });
  return accept({ settlement, owedMinor, depositMinor: row?.deposit ?? 0n });
}

type Booked = Pick<SettlementRow, "settlementNo" | "merchantId" | "merchantNo" | "asset">;

export function draftDraw(
  { now }: CommandContext,
  booked: Booked,
  amountMinor: bigint,
  approvalId: bigint,
): VoucherDraft {
  return draftVoucher({
    event: "deposit.taken",
    key: `deposit-taken:${approvalId}`,
    amounts: { amount: amountMinor },
    asset: booked.asset,
    owner: ownerOf(booked),
    on: accountingDayOf(now),
    occurredAt: now,
    objectType: "settlement",
    objectNo: booked.settlementNo,
    approvalId,
  });
}

/** The lines that such a voucher will have, as a request freezes them. */
export function planDrawLines(booked: Booked, amountMinor: bigint) {
  return buildVoucherLines("deposit.taken", { amount: amountMinor }).map((line) => ({
    side: line.side,
    accountNo: accountKey({ place: line.place, asset: booked.asset, owner: ownerOf(booked) }),
    amountMinor: `${line.amountMinor}`,
  }));
}

function ownerOf({ merchantId, merchantNo }: Booked) {
  return { merchant: { id: merchantId, no: merchantNo } };
}
