import "server-only";
import type { SettlementFacts } from "@/core/settlement/settle-merchant";
import type { HoldBackReason } from "@/core/settlement/settlement";
import type { DbTransaction } from "@/server/transact";
import type { OpenBatch } from "./keep-terms";

export type HoldBackRow = {
  readonly merchantId: bigint;
  readonly channelId: bigint;
  readonly clearingBatchId: bigint;
  readonly netMinor: bigint;
  readonly kind: string;
  readonly objectNo: string;
  readonly orderNo: string;
  readonly asset: string;
  readonly reason: HoldBackReason;
  readonly reasonNo: string;
};
export type ReleaseRow = Pick<HoldBackRow, "merchantId" | "asset" | "netMinor"> & { readonly id: bigint };
/** Whom a batch settles, with all that decides but the balance. */
export type Due = Omit<SettlementFacts, "availableMinor" | "newlyHeldMinor" | "letGoMinor"> & {
  readonly merchantId: bigint;
  readonly merchantNo: string;
  readonly asset: string;
};

const DUES = `
  WITH lines AS (
    SELECT merchant_id, asset, sum(gross_minor)::bigint AS captured, sum(refund_minor)::bigint AS refunded,
           sum(fee_charged_minor - fee_returned_minor)::bigint AS fee, sum(share_minor)::bigint AS share,
           sum(received_minor)::bigint AS received, sum(adjustment_minor)::bigint AS adjustment
    FROM settlement_due_lines($1) GROUP BY 1, 2
  ), last AS (
    SELECT a.merchant_id, a.asset, s.held_minor AS held, s.carried_minor AS carried
    FROM accounts a CROSS JOIN LATERAL (
      SELECT held_minor, carried_minor FROM settlements s
      WHERE s.merchant_id = a.merchant_id AND s.asset = a.asset AND s.batch_id < $1 ORDER BY s.id DESC LIMIT 1) AS s
    WHERE a.gl_code = '2202.01'
  ), drawn AS (
    SELECT merchant_id, asset, sum(amount_minor)::bigint AS minor FROM deposit_draws WHERE counted_by IS NULL GROUP BY 1, 2
  ), whom AS (
    SELECT merchant_id, asset FROM lines UNION SELECT merchant_id, asset FROM drawn
    -- What the account could not give then may be there now.
    UNION SELECT merchant_id, asset FROM last WHERE carried > 0
    UNION SELECT merchant_id, asset FROM unnest($2::bigint[], $3::text[]) AS let_go (merchant_id, asset)
  )
  SELECT w.merchant_id AS "merchantId", m.merchant_no AS "merchantNo", w.asset, coalesce(last.carried, 0) AS "carriedBeforeMinor",
         coalesce(last.held, 0) AS "heldBeforeMinor", coalesce(l.captured, 0) AS "capturedMinor", coalesce(l.refunded, 0) AS "refundedMinor",
         coalesce(l.fee, 0) AS "feeMinor", coalesce(l.share, 0) AS "shareMinor", coalesce(l.received, 0) AS "receivedMinor",
         coalesce(l.adjustment, 0) AS "adjustmentMinor", coalesce(drawn.minor, 0) AS "depositMinor"
  FROM whom w JOIN merchants m ON m.id = w.merchant_id
  LEFT JOIN lines l ON l.merchant_id = w.merchant_id AND l.asset = w.asset
  LEFT JOIN last ON last.merchant_id = w.merchant_id AND last.asset = w.asset
  LEFT JOIN drawn ON drawn.merchant_id = w.merchant_id AND drawn.asset = w.asset
  ORDER BY m.merchant_no, w.asset`;

/** What of the lines due belongs to orders in question now. */
export function findHoldBacks(tx: DbTransaction, batch: OpenBatch): Promise<HoldBackRow[]> {
  return tx.query<HoldBackRow>(
    `SELECT merchant_id AS "merchantId", channel_id AS "channelId", clearing_batch_id AS "clearingBatchId", net_minor AS "netMinor",
            kind, object_no AS "objectNo", order_no AS "orderNo", asset, reason, reason_no AS "reasonNo"
     FROM settlement_due_hold_backs($1)`,
    [batch.id],
  );
}

/** What was held back and is in question no longer. */
export function findReleases(tx: DbTransaction, batch: OpenBatch): Promise<ReleaseRow[]> {
  return tx.query<ReleaseRow>(
    `SELECT id, merchant_id AS "merchantId", asset, net_minor AS "netMinor" FROM settlement_due_releases($1)`,
    [batch.id],
  );
}

/** Everybody of whom something is due, let go, drawn or still to be given, in the order of their numbers. */
export function findDues(tx: DbTransaction, batch: OpenBatch, releases: readonly ReleaseRow[]): Promise<Due[]> {
  return tx.query<Due>(DUES, [
    batch.id,
    releases.map(({ merchantId }) => merchantId),
    releases.map(({ asset }) => asset),
  ]);
}
