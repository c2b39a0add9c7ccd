import type pg from "pg";
import type { Intention, Order } from "../books/books";
import type { CallbackPlan } from "../callbacks/plan-callbacks";
import type { IntentionKey } from "./load";
import { fromIntention, fromOrder } from "./rows";

/** All that one batch changes. */
export type BatchWrites = {
  readonly taken: readonly Intention[];
  /** Numbers that came again, once for every time. */
  readonly repeated: readonly IntentionKey[];
  readonly orders: readonly Order[];
  readonly balances: ReadonlyMap<string, bigint>;
  readonly callbacks: readonly (IntentionKey & CallbackPlan)[];
};

/** One statement, so that a batch is in the books with everything that belongs to it, or not at all. */
const WRITE = `
WITH taken AS (
  INSERT INTO intentions (channel, operation, out_no, body_sha256, order_no, trade_no, amount_minor, payee_holder, payee_bank,
         payee_account_no, reason, channel_no, outcome, fault, code, accepted_at, settles_at, bounces_at, calls)
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS t (channel text, operation text, out_no text, body_sha256 text,
         order_no text, trade_no text, amount_minor bigint, payee_holder text, payee_bank text, payee_account_no text, reason text,
         channel_no text, outcome text, fault text, code text, accepted_at timestamptz, settles_at timestamptz,
         bounces_at timestamptz, calls integer)
), repeated AS (
  UPDATE intentions i SET calls = i.calls + r.times
    FROM (SELECT channel, operation, out_no, count(*)::integer AS times
            FROM jsonb_to_recordset($2::jsonb) AS t (channel text, operation text, out_no text) GROUP BY 1, 2, 3) AS r
   WHERE (i.channel, i.operation, i.out_no) = (r.channel, r.operation, r.out_no)
), paid AS (
  INSERT INTO orders (channel, order_no, trade_no, paid_minor, paid_at, refunded_minor, refunds, last_refund_at, is_adopted)
  SELECT * FROM jsonb_to_recordset($3::jsonb) AS t (channel text, order_no text, trade_no text, paid_minor bigint,
         paid_at timestamptz, refunded_minor bigint, refunds integer, last_refund_at timestamptz, is_adopted boolean)
  ON CONFLICT (channel, order_no) DO UPDATE SET refunded_minor = EXCLUDED.refunded_minor, refunds = EXCLUDED.refunds,
         last_refund_at = EXCLUDED.last_refund_at
), called AS (
  INSERT INTO callbacks (channel, operation, out_no, event_id, bend, flaw, due_at)
  SELECT * FROM jsonb_to_recordset($5::jsonb) AS t (channel text, operation text, out_no text, event_id text, bend text,
         flaw text, due_at timestamptz)
)
INSERT INTO balances (channel, balance_minor)
SELECT * FROM jsonb_to_recordset($4::jsonb) AS t (channel text, balance_minor bigint)
ON CONFLICT (channel) DO UPDATE SET balance_minor = EXCLUDED.balance_minor`;

export async function writeBatch(db: pg.Pool, writes: BatchWrites): Promise<void> {
  const { taken, repeated, orders, balances, callbacks } = writes;
  if (taken.length + repeated.length + orders.length + balances.size === 0) return;
  await db.query({
    name: "write batch",
    text: WRITE,
    values: [
      JSON.stringify(taken.map(fromIntention)),
      JSON.stringify(repeated.map(({ channel, operation, outNo }) => ({ channel, operation, out_no: outNo }))),
      JSON.stringify(orders.map(fromOrder)),
      JSON.stringify([...balances].map(([channel, minor]) => ({ channel, balance_minor: `${minor}` }))),
      JSON.stringify(
        callbacks.map(({ channel, operation, outNo, eventId, bend, flaw, dueAt }) => {
          return { channel, operation, out_no: outNo, event_id: eventId, bend, flaw, due_at: dueAt };
        }),
      ),
    ],
  });
}
