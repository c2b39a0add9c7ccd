import "server-only";
import type { Json } from "@/core/json";
import { accept, invariant, type Result } from "@/core/result";
import type { SuspenseStatus } from "@/core/suspense/item";
import { planReopening, type ReopeningFacts, type ReopeningPlan } from "@/core/suspense/plan-reopening";
import type { Resolution } from "@/core/suspense/resolutions";
import { type ClaimRow, findClaimOfItem } from "@/server/store/claims";
import { itemUnknown } from "@/server/store/suspense-items";
import type { PlannedLine } from "@/server/suspense/load-resolution";
import { type DbReader, hashInput } from "@/server/transact";

/** A planned reopening with what it takes back. */
export type LoadedReopening = {
  readonly plan: ReopeningPlan;
  readonly voucherId: bigint;
  readonly orderNo: string | null;
  readonly refundNo: string | null;
  readonly claim: ClaimRow | null;
  readonly lines: readonly PlannedLine[];
  /** Frozen into the approval: what is approved is exactly this. */
  readonly payload: Json;
};

type ResolvedRow = {
  status: SuspenseStatus;
  kind: string;
  asset: string;
  resolution: Resolution | "EXPLAINED" | null;
  voucherId: bigint | null;
  voucherNo: string | null;
  orderNo: string | null;
  isBreakGone: boolean;
};

/**
 * Plans what reopening an item would take back, from the facts as they are now. Serves the preview, the proposal and, once
 * more, the execution: all three must come to the same payload.
 */
export async function loadReopening(db: DbReader, itemNo: string): Promise<Result<LoadedReopening>> {
  const [item] = await db.query<ResolvedRow>(
    `SELECT i.status, i.kind, i.asset, i.resolution, v.id AS "voucherId", v.voucher_no AS "voucherNo",
            a.payload ->> 'orderNo' AS "orderNo",
            i.status = 'RESOLVED' AND resolved_break_is_gone(i) AS "isBreakGone"
     FROM suspense_items i LEFT JOIN vouchers v ON v.id = i.resolved_voucher_id LEFT JOIN approvals a ON a.id = v.approval_id
     WHERE i.item_no = $1`,
    [itemNo],
  );
  if (!item) return itemUnknown(itemNo);
  const { resolution } = item;
  const isResolved = item.status === "RESOLVED";
  const order = isResolved && changedOrder(item) ? await findOrder(db, item.orderNo) : null;
  const refund = isResolved && resolution === "REFUND_TO_PAYER" ? await findRefund(db, itemNo) : null;
  const claim = isResolved && resolution === "CLAIM_FROM_CHANNEL" ? await findClaimOfItem(db, itemNo) : null;
  const planned = planReopening({ ...item, itemNo, order, refund, claim });
  if (!planned.ok) return planned;
  invariant(item.voucherId !== null, `${itemNo} is resolved by a voucher`);
  const lines = await reversedLines(db, item.voucherId);
  const payload: Json = {
    itemNo,
    resolution,
    // Nothing but the reversal of a voucher is allowed by an approval without an event.
    event: null,
    voucherNo: item.voucherNo,
    orderNo: order?.orderNo ?? null,
    refundNo: refund?.refundNo ?? null,
    claimNo: claim?.claimNo ?? null,
    asset: item.asset,
    lines,
  };
  return accept({
    plan: planned.value,
    voucherId: item.voucherId,
    orderNo: order?.orderNo ?? null,
    refundNo: refund?.refundNo ?? null,
    claim,
    lines,
    payload,
  });
}

/** The merchant got a surplus over its order without the order being touched. */
function changedOrder({ resolution, kind }: ResolvedRow): boolean {
  return resolution === "REVERSE_CAPTURE" || (resolution === "BOOK_TO_ORDER" && kind !== "AMOUNT_MISMATCH");
}

async function findOrder(db: DbReader, orderNo: string | null): Promise<ReopeningFacts["order"]> {
  const [order] = await db.query<NonNullable<ReopeningFacts["order"]>>(
    `SELECT o.order_no AS "orderNo", o.status, o.booked_by AS "bookedBy", o.seen_statuses AS "seenStatuses",
            o.capture_reversed_at IS NOT NULL AS "isCaptureReversed",
            EXISTS (SELECT 1 FROM clearing_items c WHERE c.object_no = o.order_no
                      AND c.kind = CASE WHEN o.capture_reversed_at IS NULL THEN 'CAPTURE' ELSE 'REVERSAL' END) AS "isCleared",
            EXISTS (SELECT 1 FROM refunds r WHERE r.order_no = o.order_no AND r.status NOT IN ('FAILED', 'REFUSED')) AS "hasRefunds"
     FROM orders o WHERE o.order_no = $1`,
    [orderNo],
  );
  invariant(order, "the order that a resolution changed is there");
  return order;
}

/** A refund out of suspense names its item by the hash of its content. What its channel has been asked for is not taken back. */
async function findRefund(db: DbReader, itemNo: string): Promise<ReopeningFacts["refund"]> {
  const [refund] = await db.query<NonNullable<ReopeningFacts["refund"]>>(
    `SELECT refund_no AS "refundNo", CASE WHEN EXISTS (
              SELECT 1 FROM money_attempts t WHERE t.kind = 'REFUND' AND t.object_no = refund_no AND t.status <> 'FAILED'
            ) THEN 'SENT' ELSE status END AS status
     FROM refunds WHERE origin = 'SUSPENSE' AND content_hash = $1
     ORDER BY received_at DESC, refund_no DESC LIMIT 1`,
    [hashInput(["suspense", itemNo])],
  );
  invariant(refund, `${itemNo} was resolved by a refund`);
  return refund;
}

async function reversedLines(db: DbReader, voucherId: bigint): Promise<PlannedLine[]> {
  return db.query<PlannedLine>(
    `SELECT CASE e.side WHEN 'DEBIT' THEN 'CREDIT' ELSE 'DEBIT' END AS side, a.account_no AS "accountNo",
            e.amount_minor::text AS "amountMinor"
     FROM vouchers v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on
     JOIN accounts a ON a.id = e.account_id WHERE v.id = $1 ORDER BY e.line_no`,
    [voucherId],
  );
}
