import "server-only";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { invariant } from "@/core/result";
import type { ChannelRow } from "@/server/store/channels";
import { nextDocumentNos } from "@/server/store/document-numbers";
import { postVouchers, reverseVouchers, type VoucherDraft } from "@/server/store/post-vouchers";
import { assignRouted, routeOf, rulesInForce } from "@/server/teamwork/route-items";
import type { DbTransaction } from "@/server/transact";

/** What posting has to know of a break; the rest of it stays in the database, as the temporary table `unopened`. */
type UnopenedBreak = { delta_minor: bigint; asset: string; batch_on: string };
type VanishedItem = { id: bigint; item_no: string; opened_voucher_id: bigint };
/** The first day whose results are new or stand again, the batches that were taken out of force, and the new ones. */
export type RunBatches = {
  readonly since: string;
  readonly retired: readonly bigint[];
  readonly batches: readonly bigint[];
};
export type SuspenseChanges = { opened: number; autoResolved: number };

/** Breaks of the days that were decided again, since earlier ones have their items; and whatever undoes a resolution now. */
const CANDIDATES = `
  CREATE TEMPORARY TABLE candidates ON COMMIT DROP AS
  SELECT b.* FROM (
    SELECT * FROM found_breaks WHERE channel_id = $1 AND batch_on >= $2
    UNION ALL SELECT * FROM undoing_breaks WHERE channel_id = $1
  ) AS b
  WHERE NOT EXISTS (
    SELECT 1 FROM suspense_items i WHERE i.signature = b.signature AND i.status <> 'AUTO_RESOLVED')`;
/**
 * Whose order it is was read with the last day's payments; only what none of them is looks for its order in the months. One by
 * one: the planner takes all for unknown and would rather read all orders.
 */
const UNOPENED = `
  CREATE TEMPORARY TABLE unopened ON COMMIT DROP AS
  SELECT row_number() OVER (ORDER BY b.result_id, b.kind, b.asset) AS place, b.signature, b.channel_id, b.kind, b.item_kind,
         CASE WHEN b.delta_minor > 0 THEN 'LONG' ELSE 'SHORT' END AS direction, b.delta_minor, b.asset, b.match_key, b.order_no,
         b.refund_no, b.channel_trade_no, m.id AS merchant_id, coalesce(m.is_test, false) AS is_test, b.batch_id, b.batch_on,
         b.result_id
  FROM candidates b
  LEFT JOIN (SELECT DISTINCT order_no, merchant_id FROM gathered WHERE item_kind = 'PAYMENT') AS known ON known.order_no = b.order_no
  LEFT JOIN LATERAL (
    SELECT merchant_id FROM orders WHERE known.order_no IS NULL AND order_no = b.order_no LIMIT 1
  ) AS o ON true
  LEFT JOIN merchants m ON m.id = coalesce(known.merchant_id, o.merchant_id)`;

/**
 * A break vanishes with its result: one that this run replaced, or one of a batch that it took out of force. Only their keys
 * are looked at, as sets; what undoes a resolution is few, and has no result of its own.
 */
const TOUCHED = `
  CREATE TEMPORARY TABLE touched ON COMMIT DROP AS
  SELECT match_key FROM match_results WHERE superseded_by = ANY ($1)
  UNION SELECT match_key FROM match_results WHERE batch_id = ANY ($2)`;
const STILL_FOUND = `
  CREATE TEMPORARY TABLE still_found ON COMMIT DROP AS
  SELECT b.signature FROM touched t JOIN found_breaks b ON b.channel_id = $1 AND b.match_key = t.match_key`;
const VANISHED = `
  SELECT i.id, i.item_no, i.opened_voucher_id FROM suspense_items i
  WHERE i.channel_id = $1 AND i.status NOT IN ('RESOLVED', 'AUTO_RESOLVED')
    AND CASE WHEN starts_with(i.signature, 'undo|')
          THEN NOT EXISTS (SELECT 1 FROM undoing_breaks u WHERE u.channel_id = $1 AND u.signature = i.signature)
          ELSE i.match_key IN (SELECT match_key FROM touched) AND i.signature NOT IN (SELECT signature FROM still_found) END`;
/** Requests before their items, as whoever decides them locks: a run and a checker wait for each other in turns, never both. */
const LOCK_REQUESTS = `
  SELECT 1 FROM approvals WHERE object_type = 'suspense' AND status = 'PENDING'
    AND object_no IN (SELECT item_no FROM (${VANISHED}) AS vanished)
  ORDER BY id FOR UPDATE`;

/**
 * Brings the suspense items of a channel in line with its newest breaks: a break without an item opens one with its
 * voucher; an open item whose break is gone is resolved by itself, by reversing that voucher (跨日抵消). Items that
 * people resolved stay as they are. Needs `gathered` of the run's last day.
 */
export async function syncSuspense(tx: DbTransaction, channel: ChannelRow, run: RunBatches): Promise<SuspenseChanges> {
  const autoResolved = await resolveVanished(tx, channel, run);
  await tx.query("DROP TABLE IF EXISTS candidates, unopened");
  await tx.query(CANDIDATES, [channel.id, run.since]);
  await tx.query("ANALYZE candidates (order_no)");
  await tx.query(UNOPENED);
  const breaks = await tx.query<UnopenedBreak>("SELECT delta_minor, asset, batch_on FROM unopened ORDER BY place");
  if (breaks.length > 0) await openItems(tx, channel, breaks);
  return { opened: breaks.length, autoResolved };
}

async function openItems(tx: DbTransaction, channel: ChannelRow, breaks: readonly UnopenedBreak[]): Promise<void> {
  const [first] = breaks;
  invariant(first, "there is a break to open");
  const itemNos = await nextDocumentNos(tx, "suspense", first.batch_on, breaks.length);
  const drafts = breaks.map((found, index): VoucherDraft => {
    const long = found.delta_minor > 0n;
    return {
      event: long ? "suspense.long_opened" : "suspense.short_opened",
      key: `suspense-open:${itemNos[index]}`,
      amounts: { amount: long ? found.delta_minor : -found.delta_minor },
      asset: found.asset,
      owner: { channel },
      on: found.batch_on,
      occurredAt: tx.context.now,
      objectType: "suspense",
      objectNo: itemNos[index] ?? "",
    };
  });
  const vouchers = await postVouchers(tx, drafts);
  const [routed] = await tx.query<{ ids: bigint[] | null }>(OPEN_ITEMS, [
    tx.context.now,
    tx.context.commandId,
    accountingDayOf(tx.context.now),
    itemNos,
    vouchers.map((voucher) => voucher.voucherId),
  ]);
  if (routed?.ids) await assignRouted(tx, routed.ids);
}

/** Opens the items where the routing rules say, in one statement for all; answers which of them a rule gives to a person. */
const OPEN_ITEMS = `
  WITH rules AS MATERIALIZED (${rulesInForce("$3::date")}),
  items AS (
    SELECT array_agg((posted.item_no, b.signature, b.channel_id, b.kind, b.item_kind, b.direction, abs(b.delta_minor), b.asset,
      b.match_key, b.order_no, b.refund_no, b.channel_trade_no, b.merchant_id, b.is_test, b.batch_id, b.batch_on, b.result_id,
      posted.voucher_id, route.team_id, route.id)::suspense_opening) AS opened
    FROM unopened b
    JOIN unnest($4::text[], $5::bigint[]) WITH ORDINALITY AS posted (item_no, voucher_id, place) ON posted.place = b.place
    LEFT JOIN LATERAL ${routeOf("rules", "b", "abs(b.delta_minor)")} ON true
  )
  SELECT array_agg(routed.item_id) FILTER (WHERE rules.user_id IS NOT NULL) AS ids
  FROM items CROSS JOIN LATERAL open_suspense_items($2::uuid, $1::timestamptz, items.opened) AS routed
  LEFT JOIN rules ON rules.id = routed.rule_id`;

async function resolveVanished(tx: DbTransaction, channel: ChannelRow, run: RunBatches): Promise<number> {
  await tx.query("DROP TABLE IF EXISTS touched, still_found");
  await tx.query(TOUCHED, [run.batches, run.retired]);
  await tx.query("ANALYZE touched");
  await tx.query(STILL_FOUND, [channel.id]);
  await tx.query(LOCK_REQUESTS, [channel.id]);
  const items = await tx.query<VanishedItem>(`${VANISHED} ORDER BY i.id FOR UPDATE OF i`, [channel.id]);
  if (items.length === 0) return 0;
  const reversals: bigint[] = [];
  const days = await tx.query<{ id: bigint; accounting_on: string }>(
    "SELECT id, accounting_on FROM vouchers WHERE id = ANY ($1)",
    [items.map((item) => item.opened_voucher_id)],
  );
  const dayOf = new Map(days.map((voucher) => [voucher.id, voucher.accounting_on]));
  for (const on of new Set(dayOf.values())) {
    const ofDay = items.filter((item) => dayOf.get(item.opened_voucher_id) === on);
    const posted = await reverseVouchers(tx, {
      voucherIds: ofDay.map((item) => item.opened_voucher_id),
      on,
      memo: "explained by a later statement, order or corrected file",
    });
    ofDay.forEach((item, index) => {
      reversals[items.indexOf(item)] = posted[index]?.voucherId ?? 0n;
    });
  }
  await tx.query(
    `UPDATE suspense_items SET status = 'AUTO_RESOLVED', resolution = 'EXPLAINED', resolved_voucher_id = r.voucher,
       resolved_at = $1, version = version + 1, command_id = $2
     FROM unnest($3::bigint[], $4::bigint[]) AS r (id, voucher) WHERE suspense_items.id = r.id`,
    [tx.context.now, tx.context.commandId, items.map((item) => item.id), reversals],
  );
  await tx.query(
    `UPDATE approvals SET status = 'STALE', closed_at = $1, version = version + 1, command_id = $2
     WHERE object_type = 'suspense' AND status = 'PENDING' AND object_no = ANY ($3)`,
    [tx.context.now, tx.context.commandId, items.map((item) => item.item_no)],
  );
  return items.length;
}
