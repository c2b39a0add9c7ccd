import "server-only";
import { reader } from "@/server/transact";

/** A break as lists and files show it. Amounts are signed minor units, refunds negative; delta = channel − ours. */
export type BreakRow = {
  kind: string;
  key: string;
  orderNo: string | null;
  refundNo: string | null;
  channelTradeNo: string | null;
  oursMinor: bigint;
  channelMinor: bigint;
  deltaMinor: bigint;
  asset: string;
  itemNo: string | null;
};

const PAGE_ROWS = 1_000;

const PAGE = `
  SELECT b.kind, b.match_key AS key, b.order_no AS "orderNo", b.refund_no AS "refundNo",
         b.channel_trade_no AS "channelTradeNo", b.ours_minor AS "oursMinor", b.channel_minor AS "channelMinor",
         b.delta_minor AS "deltaMinor", b.asset, i.item_no AS "itemNo", b.result_id AS "resultId"
  FROM live_breaks b
  LEFT JOIN suspense_items i ON i.signature = b.signature AND i.status <> 'AUTO_RESOLVED'
  WHERE b.batch_id = $1 AND (b.result_id, b.kind, b.asset) > ($2::bigint, $3::text, $4::text)
  ORDER BY b.result_id, b.kind, b.asset LIMIT ${PAGE_ROWS}`;

/** The number of the newest batch of a channel and statement date; null when that day was never reconciled. */
export async function findNewestBatchId(channelId: bigint, date: string): Promise<bigint | null> {
  const [batch] = await reader.query<{ id: bigint }>(
    "SELECT id FROM batches WHERE channel_id = $1 AND statement_on = $2 AND is_current",
    [channelId, date],
  );
  return batch?.id ?? null;
}

/** The breaks that a batch found and no later batch has explained, a page at a time. */
export async function* listBreaks(batchId: bigint): AsyncGenerator<BreakRow> {
  let after: readonly unknown[] = [0n, "", ""];
  for (;;) {
    const rows = await reader.query<BreakRow & { resultId: bigint }>(PAGE, [batchId, ...after]);
    for (const { resultId, ...row } of rows) {
      after = [resultId, row.kind, row.asset];
      yield row;
    }
    if (rows.length < PAGE_ROWS) return;
  }
}
