import "server-only";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { sendsMoneyOut } from "@/core/ledger/outgoing-events";
import { accept, invariant, type Result } from "@/core/result";
import { enqueue } from "@/server/outbox/enqueue";
import { type PostedVoucher, postVouchers, reverseVouchers, type VoucherDraft } from "@/server/store/post-vouchers";
import type { DbTransaction } from "@/server/transact";
import { requireBooksProven } from "@/server/verify/require-books-proven";
import type { AdjustmentPlan } from "./adjustment-plan";

type Approved = { readonly adjustmentNo: string; readonly approval: { readonly id: bigint; readonly reason: string } };

/** Posts what was approved, as it was approved: the database compares the lines once more. Sending money out asks for proven books. */
export async function postAdjustment(
  tx: DbTransaction,
  plan: AdjustmentPlan,
  approved: Approved,
): Promise<Result<PostedVoucher>> {
  const { event } = plan;
  const unproven = event !== "voucher.reversed" && sendsMoneyOut(event) ? await requireBooksProven(tx) : null;
  if (unproven) return unproven;
  const [voucher] = plan.reverses ? await reverse(tx, plan.reverses.id, approved) : await post(tx, plan, approved);
  invariant(voucher && !voucher.existed, `${approved.adjustmentNo} is posted once`);
  await enqueue(tx, "books.prove", { voucherNo: voucher.voucherNo });
  return accept(voucher);
}

function reverse(tx: DbTransaction, voucherId: bigint, { adjustmentNo, approval }: Approved): Promise<PostedVoucher[]> {
  const on = accountingDayOf(tx.context.now);
  const memo = `${adjustmentNo}: ${approval.reason}`.slice(0, MEMO_CHARS);
  return reverseVouchers(tx, { voucherIds: [voucherId], on, memo, approvalId: approval.id });
}

/** As much of the reason as a list of vouchers shows. */
const MEMO_CHARS = 200;

function post(
  tx: DbTransaction,
  { event, lines, template }: AdjustmentPlan,
  { adjustmentNo, approval }: Approved,
): Promise<PostedVoucher[]> {
  invariant(event !== "voucher.reversed", "a reversal is posted by reversing");
  const { now } = tx.context;
  const draft: VoucherDraft = {
    event,
    key: `adjustment:${adjustmentNo}`,
    amounts: template?.amounts ?? {},
    asset: template?.asset ?? "",
    owner: template?.owner ?? {},
    ...(template ? { parties: template.parties } : { approvedLines: lines }),
    on: accountingDayOf(now),
    occurredAt: now,
    objectType: "adjustment",
    objectNo: adjustmentNo,
    memo: approval.reason.slice(0, MEMO_CHARS),
    approvalId: approval.id,
  };
  return postVouchers(tx, [draft]);
}
