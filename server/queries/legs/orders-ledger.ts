import "server-only";
import type { LegDto, LegItemDto } from "@/contracts/leg-views";
import type { DbReader } from "@/server/transact";
import { type ItemRaw, MAX_LEG_ITEMS, toItem, toSum } from "./orders-channel";

/**
 * Every paid order of the day with what the books have for it. One that arrived as paid has one capture, of its own
 * amounts; one that was booked out of suspense has the resolved item instead. What was reversed counts for nothing. The
 * captures are those of `vouchers_about`, written out: a day is a set, and joined as one.
 */
const BOOKED = `
  WITH paid AS (
    SELECT order_no, asset, channel_minor, due_minor, booked_by FROM orders
    WHERE channel_id = $1 AND expected_on = $2 AND status = 'PAID'
  ), capture AS (
    SELECT p.order_no, v.id, v.accounting_on FROM paid p JOIN vouchers v ON split_part(v.idempotency_key, ':', -1) = p.order_no
    WHERE v.object_no = p.order_no AND v.object_type = 'order' AND v.event = 'order.captured'
    UNION ALL
    SELECT p.order_no, v.id, v.accounting_on FROM paid p JOIN vouchers v ON v.object_no = p.order_no
    WHERE split_part(v.idempotency_key, ':', -1) <> v.object_no AND v.object_type = 'order' AND v.event = 'order.captured'
  ), captured AS (
    SELECT v.order_no, count(DISTINCT v.id) AS vouchers, sum(e.amount_minor) FILTER (WHERE a.gl_code = '1122') AS minor,
           sum(e.amount_minor) FILTER (WHERE e.side = 'CREDIT') AS gross
    FROM capture v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on JOIN accounts a ON a.id = e.account_id
    WHERE NOT EXISTS (SELECT 1 FROM vouchers r WHERE r.reverses_voucher_id = v.id) GROUP BY v.order_no
    UNION ALL
    SELECT p.order_no, count(*), sum(i.amount_minor), max(p.due_minor)
    FROM paid p JOIN suspense_items i ON i.order_no = p.order_no AND i.status = 'RESOLVED' AND i.resolution = 'BOOK_TO_ORDER'
    WHERE p.booked_by = 'SUSPENSE' GROUP BY p.order_no
  ), compared AS MATERIALIZED (
    SELECT p.order_no, p.asset, p.channel_minor AS left, coalesce(c.minor, 0)::bigint AS right,
           CASE WHEN c.order_no IS NULL THEN 'NOT_CAPTURED' WHEN c.vouchers > 1 THEN 'CAPTURED_TWICE'
                WHEN c.minor IS DISTINCT FROM p.channel_minor OR c.gross IS DISTINCT FROM p.due_minor THEN 'OTHER_AMOUNT' END AS kind
    FROM paid p LEFT JOIN captured c ON c.order_no = p.order_no
  )`;
/** The day is joined once, for its sums as for the first of what differs: rows with a key are those. */
const SUMS_AND_ITEMS = `${BOOKED}
  SELECT asset, "left", "right", differing, kind, key FROM (
    SELECT asset, sum("left")::bigint AS left, sum("right")::bigint AS right, count(kind)::int AS differing,
           NULL AS kind, NULL AS key
    FROM compared GROUP BY asset
    UNION ALL
    (SELECT asset, "left", "right", 1, kind, order_no FROM compared WHERE kind IS NOT NULL
     ORDER BY abs("right" - "left") DESC, order_no LIMIT ${MAX_LEG_ITEMS})
  ) AS found
  ORDER BY key IS NOT NULL, CASE WHEN key IS NOT NULL THEN abs("right" - "left") END DESC, key, asset`;

type FoundRaw = Pick<ItemRaw, "asset" | "left" | "right"> & {
  differing: number;
  kind: string | null;
  key: string | null;
};

/** Our paid orders of the day against their captures in the ledger. */
export async function findOrdersLedger(db: DbReader, channelId: bigint, date: string): Promise<LegDto> {
  const leg = "ORDERS_LEDGER" as const;
  const found = await db.query<FoundRaw>(SUMS_AND_ITEMS, [channelId, date]);
  const sums = found.filter(({ key }) => key === null);
  const differing = sums.reduce((sum, row) => sum + row.differing, 0);
  const state = sums.length === 0 ? "NOT_RUN" : differing > 0 ? "DIFFERS" : "AGREES";
  return {
    leg,
    state,
    sums: sums.map(({ asset, left, right }) => toSum({ asset, left, right, waiting: 0n })),
    differing,
    waiting: 0,
    items: found.flatMap(toItems),
  };
}

function toItems({ asset, left, right, kind, key }: FoundRaw): LegItemDto[] {
  if (kind === null || key === null) return [];
  return [toItem({ kind, key, orderNo: key, refundNo: null, asset, left, right, delta: right - left })];
}
