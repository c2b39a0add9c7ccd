import { createHash } from "node:crypto";
import { invariant } from "@/core/result";
import type { DbReader } from "@/server/transact";

/**
 * What a batch says that is not plain, one text each: its breaks, what waits, and what it released. No id, no line
 * number, no voucher: the same facts in another order, another database or another time zone give the same texts.
 */
const OUTCOMES = `
  SELECT concat_ws('|', r.item_kind, r.match_key, r.outcome, r.is_released, r.order_no, '-', r.refund_no, '-',
           r.channel_trade_no, '-', r.ours_status, r.ours_minor, r.ours_asset, '-', r.line_settles_on, r.channel_minor,
           r.channel_asset, r.delta_minor, r.fee_minor, r.contract_fee_minor, r.fee_delta_minor, r.waits_since,
           r.duplicate_no) AS text
  FROM match_results r WHERE r.batch_id = $1 AND r.batch_on = $2 AND (r.outcome <> 'MATCHED' OR r.is_released)`;

/**
 * Plain matches have no text of their own: whether they are rows or merely lines without one, what counts is that the
 * statement's lines add up to the same, of which the texts above are the rest.
 */
const SUMS = `
  SELECT concat_ws('|', 'SUM', l.item_kind, l.asset, count(*), sum(l.signed_minor), sum(l.fee_minor),
           sum(l.contract_fee_minor)) AS text
  FROM statement_lines l WHERE l.settles_on = $2 AND l.statement_id = $1 GROUP BY l.item_kind, l.asset`;

/** SHA-256 (hex) over the sorted outcomes of the batch of one channel and day that counts; null when there is none. */
export async function hashResults(db: DbReader, channel: string, day: string): Promise<string | null> {
  const [batch] = await db.query<{ id: bigint; statement_id: bigint; matched: bigint }>(
    `SELECT b.id, b.statement_id, b.matched FROM batches b JOIN channels c ON c.id = b.channel_id
     WHERE c.code = $1 AND b.statement_on = $2 AND b.is_current`,
    [channel, day],
  );
  if (!batch) return null;
  const outcomes = await db.query<{ text: string }>(OUTCOMES, [batch.id, day]);
  const sums = await db.query<{ text: string }>(SUMS, [batch.statement_id, day]);
  const texts = [...outcomes, ...sums].map((row) => row.text);
  invariant(
    texts.every((text) => !text.includes("\n")),
    "no number of an order holds a line end",
  );
  const hash = createHash("sha256").update(`MATCHED|${batch.matched}\n`);
  for (const text of texts.sort()) hash.update(`${text}\n`);
  return hash.digest("hex");
}
