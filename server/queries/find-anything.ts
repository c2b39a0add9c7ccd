import "server-only";
import type { FindableKind, FoundDto, SearchDto } from "@/contracts/search-views";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted, type Permission } from "@/core/permissions/permissions";
import { likePrefix } from "@/server/queries/like-prefix";
import { voucherInScope } from "@/server/queries/voucher-scope";
import { reader } from "@/server/transact";

/**
 * One kind of thing that a number can name. Each query gives `no` and `note`, takes the text as $1 and the scope as $2,
 * and is served by an index. `similar` takes a LIKE pattern instead.
 */
type Finder = {
  readonly kind: FindableKind;
  readonly permission: Permission;
  readonly exact: string;
  readonly similar?: string;
};
type Raw = { no: string; note: string | null };

const SIMILAR_PER_KIND = 5;
/** Shorter beginnings fit too much to be of use. */
const SHORTEST_SIMILAR = 3;
const LONGEST_QUERY = 120;

function inScope(merchantNo: string): string {
  return `($2::text[] IS NULL OR ${merchantNo} = ANY ($2))`;
}

const ORDERS = "orders o JOIN merchants m ON m.id = o.merchant_id";
const FINDERS: readonly Finder[] = [
  {
    kind: "order",
    permission: "order.view",
    exact: `SELECT o.order_no AS no, m.name AS note FROM order_numbers n
        JOIN orders o ON o.ordered_on = n.ordered_on AND o.channel_id = n.channel_id AND o.match_key = n.match_key
        JOIN merchants m ON m.id = o.merchant_id WHERE n.order_no = $1 AND ${inScope("m.merchant_no")}
      UNION SELECT o.order_no, m.name FROM ${ORDERS} WHERE o.channel_trade_no = $1 AND ${inScope("m.merchant_no")}`,
    similar: `SELECT o.order_no AS no, m.name AS note FROM order_numbers n
        JOIN orders o ON o.ordered_on = n.ordered_on AND o.channel_id = n.channel_id AND o.match_key = n.match_key
        JOIN merchants m ON m.id = o.merchant_id WHERE n.order_no LIKE $1 AND ${inScope("m.merchant_no")} ORDER BY n.order_no`,
  },
  {
    kind: "refund",
    permission: "order.view",
    exact: `SELECT r.refund_no AS no, r.order_no AS note FROM refunds r LEFT JOIN merchants m ON m.id = r.merchant_id
      WHERE (r.refund_no = $1 OR r.channel_refund_no = $1) AND ${inScope("m.merchant_no")}`,
    similar: `SELECT r.refund_no AS no, r.order_no AS note FROM refunds r LEFT JOIN merchants m ON m.id = r.merchant_id
      WHERE r.refund_no LIKE $1 AND ${inScope("m.merchant_no")} ORDER BY r.refund_no`,
  },
  {
    kind: "line",
    permission: "statement.view",
    // Only what we have no order or refund for: everything else is told on the order's page.
    exact: `SELECT DISTINCT $1 AS no, c.code AS note FROM (
        SELECT channel_id, order_no, refund_no FROM lines_named(ARRAY[$1])
      ) l JOIN channels c ON c.id = l.channel_id
      WHERE $2::text[] IS NULL AND NOT EXISTS (SELECT 1 FROM order_numbers n WHERE n.order_no = l.order_no)
        AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.refund_no = l.refund_no)`,
  },
  {
    kind: "voucher",
    permission: "ledger.view",
    exact: `SELECT v.voucher_no AS no, v.event AS note FROM vouchers v WHERE v.id = voucher_id_of($1) AND v.voucher_no = $1 AND ${voucherInScope("$2")}`,
    similar: `SELECT v.voucher_no AS no, v.event AS note FROM vouchers v
      WHERE v.accounting_on = day_of_voucher_no($1) AND v.voucher_no LIKE $1 AND ${voucherInScope("$2")} ORDER BY v.voucher_no`,
  },
  {
    kind: "suspense",
    permission: "suspense.view",
    exact: `SELECT s.item_no AS no, s.order_no AS note FROM suspense_items s LEFT JOIN merchants m ON m.id = s.merchant_id
      WHERE s.item_no = $1 AND ${inScope("m.merchant_no")}`,
    similar: `SELECT s.item_no AS no, s.order_no AS note FROM suspense_items s LEFT JOIN merchants m ON m.id = s.merchant_id
      WHERE s.item_no LIKE $1 AND ${inScope("m.merchant_no")} ORDER BY s.item_no`,
  },
  {
    kind: "claim",
    permission: "suspense.view",
    exact: `SELECT k.claim_no AS no, i.item_no AS note FROM claims k JOIN suspense_items i ON i.id = k.item_id
      LEFT JOIN merchants m ON m.id = i.merchant_id WHERE k.claim_no = $1 AND ${inScope("m.merchant_no")}`,
    similar: `SELECT k.claim_no AS no, i.item_no AS note FROM claims k JOIN suspense_items i ON i.id = k.item_id
      LEFT JOIN merchants m ON m.id = i.merchant_id WHERE k.claim_no LIKE $1 AND ${inScope("m.merchant_no")} ORDER BY k.claim_no`,
  },
  {
    kind: "payout",
    permission: "payout.view",
    exact: `SELECT o.payout_no AS no, m.name AS note FROM payouts o JOIN merchants m ON m.id = o.merchant_id
      WHERE o.payout_no IN ($1, (SELECT object_no FROM money_attempts WHERE out_no = $1 AND kind = 'PAYOUT')) AND ${inScope("m.merchant_no")}`,
    similar: `SELECT o.payout_no AS no, m.name AS note FROM payouts o JOIN merchants m ON m.id = o.merchant_id
      WHERE o.payout_no LIKE $1 AND ${inScope("m.merchant_no")} ORDER BY o.payout_no`,
  },
  {
    kind: "approval",
    permission: "approval.view",
    exact: `SELECT p.approval_no AS no, p.object_no AS note FROM approvals p LEFT JOIN merchants m ON m.id = p.merchant_id
      WHERE p.approval_no = $1 AND ${inScope("m.merchant_no")}`,
    similar: `SELECT p.approval_no AS no, p.object_no AS note FROM approvals p LEFT JOIN merchants m ON m.id = p.merchant_id
      WHERE p.approval_no LIKE $1 AND ${inScope("m.merchant_no")} ORDER BY p.approval_no`,
  },
  {
    kind: "batch",
    permission: "reconciliation.view",
    exact: `SELECT b.batch_no AS no, concat(c.code, ' ', b.statement_on) AS note FROM batches b
      JOIN channels c ON c.id = b.channel_id WHERE b.batch_no = $1 AND ($2::text[] IS NULL OR true)`,
    similar: `SELECT b.batch_no AS no, concat(c.code, ' ', b.statement_on) AS note FROM batches b
      JOIN channels c ON c.id = b.channel_id WHERE b.batch_no LIKE $1 AND ($2::text[] IS NULL OR true) ORDER BY b.batch_no`,
  },
  {
    kind: "clearing",
    permission: "clearing.view",
    exact: `SELECT b.batch_no AS no, b.accounting_on::text AS note FROM clearing_batches b
      WHERE b.batch_no = $1 AND ($2::text[] IS NULL OR true)`,
    similar: `SELECT b.batch_no AS no, b.accounting_on::text AS note FROM clearing_batches b
      WHERE b.batch_no LIKE $1 AND ($2::text[] IS NULL OR true) ORDER BY b.batch_no`,
  },
  {
    kind: "settlement",
    permission: "settlement.view",
    exact: `SELECT s.settlement_no AS no, m.name AS note FROM settlements s JOIN merchants m ON m.id = s.merchant_id
      WHERE s.settlement_no = $1 AND ${inScope("m.merchant_no")}`,
    similar: `SELECT s.settlement_no AS no, m.name AS note FROM settlements s JOIN merchants m ON m.id = s.merchant_id
      WHERE s.settlement_no LIKE $1 AND ${inScope("m.merchant_no")} ORDER BY s.settlement_no`,
  },
  {
    kind: "statement",
    permission: "statement.view",
    exact: `SELECT s.statement_no AS no, concat(c.code, ' ', s.settles_on) AS note FROM statements s
      JOIN channels c ON c.id = s.channel_id WHERE s.statement_no = $1 AND ($2::text[] IS NULL OR true)`,
    similar: `SELECT s.statement_no AS no, concat(c.code, ' ', s.settles_on) AS note FROM statements s
      JOIN channels c ON c.id = s.channel_id WHERE s.statement_no LIKE $1 AND ($2::text[] IS NULL OR true)
      ORDER BY s.statement_no`,
  },
  {
    kind: "merchant",
    permission: "merchant.view",
    exact: `SELECT m.merchant_no AS no, m.name AS note FROM merchants m
      WHERE m.merchant_no = $1 AND ${inScope("m.merchant_no")}`,
    similar: `SELECT m.merchant_no AS no, m.name AS note FROM merchants m
      WHERE (m.merchant_no LIKE $1 OR lower(m.name) LIKE lower($1)) AND ${inScope("m.merchant_no")} ORDER BY m.merchant_no`,
  },
  {
    kind: "account",
    permission: "ledger.view",
    exact: `SELECT a.account_no AS no, coalesce(m.name, a.gl_code) AS note FROM accounts a
      LEFT JOIN merchants m ON m.id = a.merchant_id WHERE a.account_no = $1 AND ${inScope("m.merchant_no")}`,
    similar: `SELECT a.account_no AS no, coalesce(m.name, a.gl_code) AS note FROM accounts a
      LEFT JOIN merchants m ON m.id = a.merchant_id WHERE a.account_no LIKE $1 AND ${inScope("m.merchant_no")}
      ORDER BY a.account_no`,
  },
  {
    kind: "channel",
    permission: "channel.view",
    exact: `SELECT c.code AS no, c.name AS note FROM channels c WHERE c.code = lower($1) AND ($2::text[] IS NULL OR true)`,
    similar: `SELECT c.code AS no, c.name AS note FROM channels c
      WHERE (c.code LIKE lower($1) OR lower(c.name) LIKE lower($1)) AND ($2::text[] IS NULL OR true) ORDER BY c.code`,
  },
];

/** What `text` names, as far as the actor may see it. Similar things are looked for only when nothing is exactly it. */
export async function findAnything(actor: Actor, text: string): Promise<SearchDto> {
  const query = text.trim().slice(0, LONGEST_QUERY);
  if (query === "") return { query, exact: [], similar: [] };
  const finders = FINDERS.filter((finder) => isPermitted(actor.roles, finder.permission));
  const exact = (await Promise.all(finders.map((finder) => run(actor, finder.kind, finder.exact, query)))).flat();
  if (exact.length > 0 || query.length < SHORTEST_SIMILAR) return { query, exact, similar: [] };
  const similar = await Promise.all(
    finders.map((finder) => (finder.similar ? run(actor, finder.kind, finder.similar, likePrefix(query)) : [])),
  );
  return { query, exact, similar: similar.flat() };
}

async function run(actor: Actor, kind: FindableKind, sql: string, parameter: string): Promise<FoundDto[]> {
  const raws = await reader.query<Raw>(`${sql} LIMIT ${SIMILAR_PER_KIND}`, [parameter, actor.scope]);
  return raws.map(({ no, note }) => ({ kind, no, note }));
}
