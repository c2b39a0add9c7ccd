import "server-only";
import { accountingDayOf, earlierDay } from "@/core/calendar/settlement-day";
import { invariant } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { draftPayout } from "@/server/payouts/payout-vouchers";
import { getReserveAccount } from "@/server/payouts/reserve-money";
import { lockPayout, movePayout } from "@/server/store/payouts";
import { postVouchers } from "@/server/store/post-vouchers";
import type { DbTransaction } from "@/server/transact";

/** Money that had been paid under `outNo` and has come back; `on` is the day on which the bank has it again. */
export type Bounce = {
  readonly outNo: string;
  readonly on: string;
  readonly source: "BANK" | "CHANNEL";
  readonly reason: string;
};

/**
 * Books a bounce (退票): the money is in the reserve bank again and the payout in transit once more. Null where the number is not
 * the one that the payout is paid by: whatever came in is something else, or is known. Nothing is sent by it.
 */
export async function bouncePayout(tx: DbTransaction, { outNo, on, source, reason }: Bounce): Promise<string | null> {
  const [attempt] = await tx.query<{ payoutNo: string }>(
    `SELECT t.object_no AS "payoutNo" FROM money_attempts t
     WHERE t.out_no = $1 AND t.kind = 'PAYOUT'
       AND EXISTS (SELECT 1 FROM vouchers v WHERE is_key(v.idempotency_key, 'payout.succeeded:' || t.out_no))
       AND NOT EXISTS (SELECT 1 FROM vouchers v WHERE is_key(v.idempotency_key, 'payout.bounced:' || t.out_no))`,
    [outNo],
  );
  const payout = attempt ? await lockPayout(tx, attempt.payoutNo) : null;
  if (payout?.status !== "SUCCEEDED") return null;
  const [voucher] = await postVouchers(tx, [
    draftPayout(tx.context, payout, {
      event: "payout.bounced",
      numbered: outNo,
      bankAccount: await getReserveAccount(tx, outNo),
      on: earlierDay(on, accountingDayOf(tx.context.now)),
      memo: reason,
    }),
  ]);
  invariant(voucher && !voucher.existed, `${outNo} bounces once`);
  await movePayout(tx, payout, "BOUNCED");
  const { payoutNo } = payout;
  const detail = { outNo, voucherNo: voucher.voucherNo, source, reason };
  await appendAudit(tx, { action: "payout.bounced", objectType: "payout", objectNo: payoutNo, detail });
  return payoutNo;
}
