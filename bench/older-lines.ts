import type pg from "pg";
import { addDays } from "@/core/calendar/settlement-day";

type OlderLines = {
  readonly owner: pg.Pool;
  readonly say: (sentence: string) => void;
  readonly channelId: bigint;
  readonly before: string;
  readonly perDay: number;
  readonly count: number;
};

/** Days of the past, reconciled without a break: lines, their sums, and bookings that agree with them. */
export async function fillOlder({ owner, say, channelId, before, perDay, count }: OlderLines): Promise<void> {
  for (let nth = 1; nth * perDay <= count; nth += 1) {
    const day = addDays(before, -nth);
    say(`older lines of ${day}`);
    await owner.query("SELECT ensure_month($1)", [day]);
    await owner.query(
      `WITH s AS (
         INSERT INTO statements (statement_no, channel_id, settles_on, version, format, layout, encoding, file_name, file_sha256,
           content_sha256, size_bytes, line_count, payment_count, payment_minor, refund_count, refund_minor, fee_minor, command_id)
         SELECT 'OLD' || $1, $2, $1::date, 1, format, layout, encoding, file_name, 'OLD' || $1, 'OLD' || $1, 1, $3, $3, 0, 0, 0, 0, command_id
         FROM statements ORDER BY id LIMIT 1 RETURNING id
       ), b AS (
         INSERT INTO batches (batch_no, channel_id, statement_on, run_no, statement_id, matched, buffered_ours, buffered_channel,
           released, breaks, proof, cost_minor, command_id)
         SELECT 'OLD' || $1, $2, $1::date, 1, s.id, $3, 0, 0, 0, '{}', '{}', 0, (SELECT command_id FROM batches ORDER BY id LIMIT 1)
         FROM s RETURNING id
       ), p AS (
         INSERT INTO batch_plain SELECT id, 'CNY', $3, $3 * 100, 0 FROM b
       ), k AS (
         INSERT INTO channel_bookings VALUES ($2, $1::date, 'CNY', $3, $3 * 100)
       )
       INSERT INTO statement_lines (settles_on, channel_id, match_key, statement_id, line_no, item_kind, status, order_no, refund_no,
         channel_trade_no, channel_refund_no, amount_minor, signed_minor, fee_minor, fee_e5, contract_fee_minor, asset, occurred_at,
         counterparty_merchant_no, byte_offset)
       SELECT $1::date, $2, 'O' || $1 || n, s.id, n, 'PAYMENT', 'SUCCEEDED', 'O' || $1 || n, NULL, 'T' || $1 || n, NULL, 100, 100, 0, 0, 0,
              'CNY', $1::date, '1900000109', n * 250
       FROM s CROSS JOIN generate_series(1, $3::bigint) AS n`,
      [day, channelId, perDay],
    );
  }
  // They have been there for days: what the server does of itself with new rows is behind them.
  await owner.query("VACUUM (ANALYZE) statement_lines");
  await owner.query("ANALYZE channel_bookings, batches, batch_plain");
}
