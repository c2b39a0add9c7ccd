import "server-only";
import type { RefundDto } from "@/contracts/order-views";
import type { DrawnVoucherDto, RefundDetailDto, RefundFeeDto } from "@/contracts/refund-views";
import type { RefundPayee } from "@/contracts/refunds";
import { maskAccountNo, maskPayeeName } from "@/core/orders/mask-payer";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted } from "@/core/permissions/permissions";
import { findPendingRequest } from "@/server/queries/find-pending-request";
import { buildTimeline } from "@/server/queries/order-story/build-timeline";
import { findStoryRefund } from "@/server/queries/order-story/find-subject";
import { listStoryVouchers } from "@/server/queries/order-story/list-story-vouchers";
import { listStoryApprovals } from "@/server/queries/order-story/list-suspense-side";
import { REFUND_FROM, REFUND_SELECT, type RefundRaw, toRefundRow } from "@/server/queries/refund-rows";
import { toTAccounts } from "@/server/queries/t-accounts";
import { reader } from "@/server/transact";

type DetailRaw = RefundRaw & { payee: RefundPayee | null; expectedOn: string | null };
type LegRaw = { legNo: number; kind: "CHANNEL" | "MARKETING"; funder: "MERCHANT" | "PLATFORM" | null };

/** A refund with everything that happened to it; null when there is none in the reader's scope. */
export async function getRefund(actor: Actor, refundNo: string): Promise<RefundDetailDto | null> {
  const refund = await findStoryRefund(actor, refundNo, isPermitted(actor.roles, "approval.view"));
  const [raw] = await reader.query<DetailRaw>(
    `${REFUND_SELECT}, r.payee, r.expected_on AS "expectedOn" FROM ${REFUND_FROM} WHERE r.refund_no = $1`,
    [refundNo],
  );
  if (!refund || !raw) return null;
  const [vouchers, approvals, request] = await Promise.all([
    listStoryVouchers([{ type: "refund", no: refundNo }]),
    listStoryApprovals([], [refundNo]),
    findPendingRequest(actor, { type: "refund", no: refundNo }),
  ]);
  const isReader = isPermitted(actor.roles, "ledger.view");
  const timeline = buildTimeline({
    order: null,
    refunds: [refund],
    lines: [],
    results: [],
    items: [],
    approvals: isPermitted(actor.roles, "approval.view") ? approvals : [],
    vouchers,
  });
  const { reason, requestedBy, approvalNo, channelRefundNo, attempts } = refund;
  return {
    ...toRefundRow(raw),
    reason,
    requestedBy,
    approvalNo,
    channelRefundNo,
    attempts,
    request,
    expectedOn: raw.expectedOn,
    payee: raw.payee === null ? null : maskPayee(raw.payee),
    parts: await listParts(refund),
    fee: await findFee(refundNo),
    timeline: isReader ? timeline : timeline.map((event) => ({ ...event, voucherNo: null })),
    vouchers: isReader ? await drawVouchers(actor, raw.asset, vouchers) : null,
  };
}

function maskPayee({ holder, bank, accountNo }: RefundPayee): RefundPayee {
  return { holder: maskPayeeName(holder), bank, accountNo: maskAccountNo(accountNo) };
}

type FeeRaw = { policy: string; batchNo: string | null; accountingOn: string | null; minor: bigint };

/** Null where nothing was ever to be cleared of it: suspense money is no merchant's, and what failed gives no fee back. */
async function findFee(refundNo: string): Promise<RefundFeeDto | null> {
  const [raw] = await reader.query<FeeRaw>(
    `SELECT coalesce(t.fee_return, m.fee_return) AS policy, b.batch_no AS "batchNo", b.accounting_on AS "accountingOn",
            coalesce(abs(i.fee_minor), 0)::bigint AS minor
     FROM refunds r JOIN merchants m ON m.id = r.merchant_id
     LEFT JOIN clearing_items i ON i.kind = 'REFUND' AND i.object_no = r.refund_no
     LEFT JOIN clearing_batches b ON b.id = i.batch_id
     LEFT JOIN clearing_terms t ON t.batch_id = b.id AND t.merchant_id = m.id
     WHERE r.refund_no = $1 AND r.origin <> 'SUSPENSE' AND r.status NOT IN ('FAILED', 'REFUSED')`,
    [refundNo],
  );
  if (!raw) return null;
  const { policy, batchNo, accountingOn, minor } = raw;
  const cleared =
    batchNo === null || accountingOn === null ? null : { batchNo, accountingOn, returnedMinor: `${minor}` };
  return { isReturned: policy === "PROPORTIONAL", cleared };
}

async function listParts({ orderNo, parts }: RefundDto): Promise<RefundDetailDto["parts"]> {
  const legs = await reader.query<LegRaw>(
    `SELECT leg_no::int AS "legNo", kind, funder FROM order_legs WHERE order_no = $1 ORDER BY leg_no`,
    [orderNo],
  );
  return legs.map((leg, index) => ({ ...leg, amountMinor: parts[index] ?? "0" }));
}

function drawVouchers(
  actor: Actor,
  asset: string,
  vouchers: readonly DrawnVoucherDto["voucher"][],
): Promise<DrawnVoucherDto[]> {
  return Promise.all(
    vouchers.map(async (voucher) => ({
      voucher,
      accounts: await toTAccounts(actor, voucher.entries, asset, {}, "none"),
    })),
  );
}
