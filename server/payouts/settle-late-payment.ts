import "server-only";
import type { LatePayload } from "@/contracts/payouts";
import { accountingDayOf, earlierDay } from "@/core/calendar/settlement-day";
import { accept, invariant, type Result } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { amountsOf, eventOf, lateOwnerOf, loadLatePayment } from "@/server/payouts/load-late-payment";
import { movePayout, type PayoutRow } from "@/server/store/payouts";
import { postVouchers } from "@/server/store/post-vouchers";
import type { DbTransaction } from "@/server/transact";

type Approved = { readonly id: bigint; readonly approvalNo: string };

/**
 * Settles a payment that came after its failure, as it was approved: books it as what has paid the payout, or charges the merchant.
 * The attempt stays what its channel first called it; the cases about it are closed with this.
 */
export async function settleLatePayment(
  tx: DbTransaction,
  payout: PayoutRow,
  payload: LatePayload,
  { id: approvalId, approvalNo }: Approved,
): Promise<Result<{ voucherNo: string }>> {
  const { outNo, caseNo, bankAccount } = payload;
  const loaded = await loadLatePayment(tx, payout, outNo, payload);
  if (!loaded.ok) return loaded;
  const { plan, happenedAt } = loaded.value;
  const event = eventOf(plan);
  const isPaid = plan.choice === "BOOK";
  const [voucher] = await postVouchers(tx, [
    {
      event,
      key: `${event}:${outNo}`,
      amounts: amountsOf(payout.amountMinor, plan),
      asset: payout.asset,
      owner: lateOwnerOf(payout, bankAccount),
      on: earlierDay(payload.paidOn, accountingDayOf(tx.context.now)),
      occurredAt: happenedAt,
      // A charge is of what was paid twice: the payout itself is where it was.
      objectType: isPaid ? "payout" : "money_case",
      objectNo: isPaid ? payout.payoutNo : caseNo,
      approvalId,
    },
  ]);
  invariant(voucher && !voucher.existed, `${outNo} is settled once`);
  if (isPaid) await movePayout(tx, payout, "SUCCEEDED");
  const { voucherNo } = voucher;
  await closeCases(tx, payout, outNo, `${approvalNo}, ${voucherNo}`);
  const action = isPaid ? "payout.late_booked" : "payout.late_charged";
  const detail = { outNo, caseNo, approvalNo, voucherNo };
  await appendAudit(tx, { action, objectType: "payout", objectNo: payout.payoutNo, detail });
  return accept({ voucherNo });
}

async function closeCases(tx: DbTransaction, { payoutNo }: PayoutRow, outNo: string, note: string): Promise<void> {
  const { actor, commandId } = tx.context;
  const closed = await tx.query<{ no: string }>(
    `UPDATE money_cases SET status = 'CLOSED', closed_at = now(), closed_by = $3, note = $4, version = version + 1, command_id = $5
     WHERE object_kind = 'PAYOUT' AND object_no = $1 AND out_no = $2 AND status = 'OPEN' AND kind IN ('LATE_SUCCESS', 'PAID_TWICE')
     RETURNING case_no AS no`,
    [payoutNo, outNo, actor.userId, note, commandId],
  );
  for (const { no } of closed) {
    await appendAudit(tx, { action: "money.case_closed", objectType: "money_case", objectNo: no, detail: { note } });
  }
}
