import "server-only";
import type { Actor } from "@/core/permissions/actor";
import { invariant } from "@/core/result";
import type { RefundSubject } from "@/server/refunds/load-refund-facts";
import type { DbReader, DbTransaction } from "@/server/transact";

export type DisputeRow = { readonly disputeNo: string; readonly orderNo: string; readonly amountMinor: bigint };
type NewDispute = {
  readonly disputeNo: string;
  readonly amountMinor: bigint;
  readonly channelCaseNo: string | null;
  readonly reason: string;
};

/** Holds so much more of what the payer paid, or less; the database refuses what the leg does not have. */
export async function holdDispute(tx: DbTransaction, orderNo: string, amountMinor: bigint): Promise<void> {
  const held = await tx.query(
    `WITH told AS (
       UPDATE orders AS o SET version = o.version + 1, command_id = $3 FROM order_numbers n
       WHERE n.order_no = $1 AND o.ordered_on = n.ordered_on AND o.channel_id = n.channel_id AND o.match_key = n.match_key)
     UPDATE order_legs SET disputed_minor = disputed_minor + $2::bigint
     WHERE order_no = $1 AND kind = 'CHANNEL' RETURNING leg_no`,
    [orderNo, amountMinor, tx.context.commandId],
  );
  invariant(held.length === 1, `order ${orderNo} has one leg of money`);
}

export async function insertDispute(tx: DbTransaction, subject: RefundSubject, dispute: NewDispute): Promise<void> {
  const { actor, now, commandId } = tx.context;
  await tx.query(
    `INSERT INTO payment_disputes (dispute_no, order_no, merchant_id, channel_id, asset, amount_minor, channel_case_no, reason,
       noted_by, noted_at, command_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      dispute.disputeNo,
      subject.orderNo,
      subject.merchant.id,
      subject.channelId,
      subject.asset,
      dispute.amountMinor,
      dispute.channelCaseNo,
      dispute.reason,
      actor.userId,
      now,
      commandId,
    ],
  );
}

/** Null when there is none, or it is of a merchant outside the scope. */
export async function findDispute(db: DbReader, scope: Actor["scope"], disputeNo: string): Promise<DisputeRow | null> {
  const [row] = await db.query<DisputeRow>(
    `SELECT d.dispute_no AS "disputeNo", d.order_no AS "orderNo", d.amount_minor AS "amountMinor"
     FROM payment_disputes d JOIN merchants m ON m.id = d.merchant_id
     WHERE d.dispute_no = $1 AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2))`,
    [disputeNo, scope],
  );
  return row ?? null;
}

/** False when it was closed before. */
export async function endDispute(
  tx: DbTransaction,
  disputeNo: string,
  outcome: "WON" | "LOST",
  reason: string,
): Promise<boolean> {
  const { actor, now, commandId } = tx.context;
  const ended = await tx.query(
    `UPDATE payment_disputes SET status = $2, closed_by = $3, closed_at = $4, close_reason = $5, version = version + 1,
       command_id = $6 WHERE dispute_no = $1 AND status = 'OPEN' RETURNING id`,
    [disputeNo, outcome, actor.userId, now, reason, commandId],
  );
  return ended.length === 1;
}
