import "server-only";
import type { DbTransaction } from "@/server/transact";

/** A batch under way: its number for itself and the day that it clears. */
export type OpenBatch = { readonly id: bigint; readonly batchNo: string; readonly on: string };

/** In this order: what is given back is given back of what was cleared, in this batch or before. */
const SOURCES = ["clearing_captures", "clearing_refunds", "clearing_reversals", "clearing_adjustments"] as const;

/**
 * Items and shares of everything due, in one statement. What an account cannot give now waits with all that belongs to
 * its order, and is late in the next batch: a clearing must neither overdraw one merchant nor wait for it.
 */
const TAKE = (source: (typeof SOURCES)[number]) => `
  WITH due AS MATERIALIZED (SELECT * FROM ${source}($1, $2)), gives AS (
    SELECT merchant_id, asset, greatest(fee_minor, 0) + greatest(share_minor, 0) AS minor FROM due
    UNION ALL
    SELECT p.receiver, due.asset, -p.minor FROM due, unnest(due.receivers, due.shares) AS p (receiver, minor) WHERE p.minor < 0
  ), held AS (
    SELECT merchant_id, asset, sum(minor) AS minor FROM (
      SELECT a.merchant_id, a.asset, b.posted_minor - b.frozen_minor AS minor
      FROM accounts a JOIN account_balances b ON b.account_id = a.id WHERE a.gl_code = '2202.01'
      UNION ALL
      SELECT a.merchant_id, a.asset, w.change_minor FROM buffered_entries w JOIN accounts a ON a.id = w.account_id WHERE a.gl_code = '2202.01'
      UNION ALL
      SELECT merchant_id, asset, -fee_minor - share_minor FROM clearing_items WHERE batch_id = $1
      UNION ALL
      SELECT s.receiver_id, i.asset, s.share_minor FROM clearing_shares s JOIN clearing_items i USING (kind, object_no) WHERE s.batch_id = $1
    ) AS moved GROUP BY merchant_id, asset
  ), short AS MATERIALIZED (
    SELECT g.merchant_id, g.asset FROM (SELECT merchant_id, asset, sum(minor) AS minor FROM gives GROUP BY 1, 2) AS g
    LEFT JOIN held USING (merchant_id, asset) WHERE g.minor > greatest(coalesce(held.minor, 0), 0)
  ), waits AS MATERIALIZED (
    SELECT DISTINCT due.order_no FROM due JOIN short s ON s.asset = due.asset AND due.order_no IS NOT NULL
      AND (s.merchant_id = due.merchant_id AND greatest(due.fee_minor, 0) + greatest(due.share_minor, 0) > 0
           OR due.share_minor < 0 AND s.merchant_id = ANY (due.receivers))
  ), taken AS MATERIALIZED (
    SELECT due.* FROM due LEFT JOIN waits USING (order_no) WHERE waits.order_no IS NULL
  ), items AS (
    INSERT INTO clearing_items (batch_id, kind, object_no, order_no, merchant_id, channel_id, asset, occurred_on, gross_minor, refund_minor,
                                fee_minor, cost_minor, share_minor, adjustment_minor)
    SELECT $1, kind, object_no, order_no, merchant_id, channel_id, asset, occurred_on, gross_minor, refund_minor, fee_minor, cost_minor,
           share_minor, adjustment_minor FROM taken
  ), shares AS (
    INSERT INTO clearing_shares (batch_id, kind, object_no, share_no, receiver_id, share_minor)
    SELECT $1, t.kind, t.object_no, p.no, p.receiver, p.minor FROM taken t, unnest(t.receivers, t.shares, t.share_nos) AS p (receiver, minor, no)
  )
  SELECT (SELECT count(*) FROM taken) AS items, (SELECT count(*) FROM due) - (SELECT count(*) FROM taken) AS carried`;

/** The terms that hold now, of every merchant and channel, as the batch will always have them. */
export async function keepTerms(tx: DbTransaction, batch: OpenBatch): Promise<void> {
  await tx.query(
    `INSERT INTO clearing_terms (batch_id, merchant_id, fee_bps, fee_min_minor, fee_max_minor, fee_return, shares)
     SELECT $1, id, fee_bps, fee_min_minor, fee_max_minor, fee_return, shares FROM merchants`,
    [batch.id],
  );
  await tx.query(
    `INSERT INTO clearing_costs (batch_id, channel_id, cost_bps)
     SELECT $1, id, cost_bps FROM channels WHERE cost_bps IS NOT NULL`,
    [batch.id],
  );
}

/** Takes everything due into the batch and sums it up per merchant and channel. Answers how much is in it, and what waits. */
export async function clearItems(tx: DbTransaction, batch: OpenBatch): Promise<{ items: bigint; carried: bigint }> {
  let items = 0n;
  let carried = 0n;
  for (const source of SOURCES) {
    const [row] = await tx.query<{ items: bigint; carried: bigint }>(TAKE(source), [batch.id, batch.on]);
    items += row?.items ?? 0n;
    carried += row?.carried ?? 0n;
  }
  await tx.query("INSERT INTO clearing_lines SELECT * FROM clearing_sums($1)", [batch.id]);
  return { items, carried };
}
