import type pg from "pg";
import type { Ask, Intention, Operation, Order } from "../books/books";
import { type IntentionRow, type OrderRow, toIntention, toOrder } from "./rows";

export type IntentionKey = { readonly channel: string; readonly operation: Operation; readonly outNo: string };

/** What the books hold of these numbers, in one question. */
export async function loadIntentions(db: pg.Pool, keys: readonly IntentionKey[]): Promise<Intention[]> {
  if (keys.length === 0) return [];
  const { rows } = await db.query<IntentionRow>({
    name: "intentions of keys",
    text: `SELECT i.* FROM unnest($1::text[], $2::text[], $3::text[]) AS k (channel, operation, out_no)
             JOIN intentions i ON (i.channel, i.operation, i.out_no) = (k.channel, k.operation, k.out_no)`,
    values: [keys.map((key) => key.channel), keys.map((key) => key.operation), keys.map((key) => key.outNo)],
  });
  return rows.map(toIntention);
}

/** The orders that payments and refunds name, by our number or by the channel's. */
export async function loadOrders(db: pg.Pool, asks: readonly Ask[]): Promise<Order[]> {
  const named = asks.flatMap((ask) => {
    if (ask.kind === "TRANSFER") return [];
    const isPay = ask.kind === "PAY";
    return [[ask.channel, isPay ? ask.outNo : ask.orderNo, isPay ? null : ask.tradeNo] as const];
  });
  if (named.length === 0) return [];
  const { rows } = await db.query<OrderRow>({
    name: "orders of asks",
    text: `SELECT DISTINCT o.* FROM unnest($1::text[], $2::text[], $3::text[]) AS k (channel, order_no, trade_no)
            CROSS JOIN LATERAL (
              SELECT * FROM orders WHERE channel = k.channel AND order_no = k.order_no
              UNION SELECT * FROM orders WHERE channel = k.channel AND trade_no = k.trade_no) AS o`,
    values: [named.map(([channel]) => channel), named.map(([, orderNo]) => orderNo), named.map(([, , no]) => no)],
  });
  return rows.map(toOrder);
}

export async function loadBalances(db: pg.Pool): Promise<Map<string, bigint>> {
  const { rows } = await db.query<{ channel: string; balance_minor: string }>("SELECT * FROM balances");
  return new Map(rows.map((row) => [row.channel, BigInt(row.balance_minor)]));
}
