import type pg from "pg";
import type { SandboxChannel } from "../channel";
import { boundsOfDay, type SandboxLine } from "./statement-line";

type Row = {
  kind: "PAYMENT" | "REFUND";
  at: Date;
  order_no: string;
  trade_no: string;
  out_no: string | null;
  channel_no: string | null;
  amount_minor: string;
};

/** Beyond this a day's statement is refused rather than cut: a short statement would be a false one. */
const LINES_MAX = 500_000;

/** What the channel's day holds: payments made here, and refunds that have succeeded. Ordered by time. */
export async function listLines(db: pg.Pool, channel: SandboxChannel, day: string, now: Date): Promise<SandboxLine[]> {
  const { from, to } = boundsOfDay(day, channel.cutoffHour);
  const { rows } = await db.query<Row>(
    `SELECT 'PAYMENT' AS kind, paid_at AS at, order_no, trade_no, NULL AS out_no, NULL AS channel_no, paid_minor AS amount_minor
       FROM orders WHERE channel = $1 AND paid_at >= $2 AND paid_at < $3 AND NOT is_adopted
     UNION ALL
     SELECT 'REFUND', settles_at, order_no, trade_no, out_no, channel_no, amount_minor
       FROM intentions WHERE channel = $1 AND operation = 'REFUND' AND outcome = 'SUCCEEDED'
        AND settles_at >= $2 AND settles_at < $3 AND settles_at <= $4
     ORDER BY at, order_no, out_no LIMIT $5`,
    [channel.code, from, to, now, LINES_MAX + 1],
  );
  if (rows.length > LINES_MAX) throw new Error(`The day ${day} of ${channel.code} has more than ${LINES_MAX} lines.`);
  return rows.map((row) => ({
    kind: row.kind,
    at: row.at,
    orderNo: row.order_no,
    tradeNo: row.trade_no,
    refundNo: row.out_no,
    channelRefundNo: row.channel_no,
    amountMinor: BigInt(row.amount_minor),
  }));
}
