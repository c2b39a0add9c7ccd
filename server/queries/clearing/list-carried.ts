import "server-only";
import type { CarriedPageDto, ClearingKind, LackingDto } from "@/contracts/clearing-views";
import type { Actor } from "@/core/permissions/actor";
import { decodeCursor, encodeCursor } from "@/server/queries/keyset";
import { reader } from "@/server/transact";

const PAGE_ROWS = 200;
/** What still waits before what later batches took in; then by day and number. */
const KEYS = "coalesce(cleared_by, ''), occurred_on, object_no, kind";
type Page = { readonly cursor: string | null; readonly limit?: number };

type CarriedRaw = {
  kind: ClearingKind;
  object_no: string;
  order_no: string | null;
  merchant_no: string;
  merchant_name: string;
  asset: string;
  occurred_on: string;
  amount: bigint;
  cleared_by: string | null;
  givers: string[];
};

/** What a row adds to the merchant's net, and the merchants that would have to give something for it. */
const AMOUNT = "d.gross_minor - d.refund_minor - d.fee_minor - d.share_minor + d.adjustment_minor";
const COMMON = `d.kind, d.object_no, d.order_no, m.merchant_no, m.name AS merchant_name, d.asset, d.occurred_on, ${AMOUNT} AS amount`;

/** What is due by the terms of the batch and no batch has, of every merchant. */
const DUE = `SELECT * FROM clearing_captures($1, $2, ARRAY(SELECT merchant_id FROM clearing_terms WHERE batch_id = $1))
  UNION ALL SELECT * FROM clearing_refunds($1, $2) UNION ALL SELECT * FROM clearing_reversals($1, $2)`;
/** A later batch took it in: an item of a day that this batch should have had. By the batch's number, which an index of late items has. */
const TAKEN_LATER = `
  SELECT ${COMMON}, b.batch_no AS cleared_by, '{}'::text[] AS givers
  FROM clearing_items d JOIN clearing_batches b ON b.id = d.batch_id JOIN merchants m ON m.id = d.merchant_id
  WHERE d.batch_id > $1 AND d.occurred_on <= $2`;
/** Nothing has taken it in: due by the terms of this batch, as it would be computed now. */
const WAITING = `
  SELECT ${COMMON}, NULL AS cleared_by,
         (CASE WHEN greatest(d.fee_minor, 0) + greatest(d.share_minor, 0) > 0 THEN ARRAY[m.merchant_no] ELSE '{}' END)
         || ARRAY(SELECT r.merchant_no FROM unnest(d.receivers, d.shares) AS p (receiver, minor)
                  JOIN merchants r ON r.id = p.receiver WHERE p.minor < 0) AS givers
  FROM (${DUE}) AS d JOIN merchants m ON m.id = d.merchant_id`;

/**
 * What the batch left for the next one, as far as it can be told now: taken in by a later batch, or still waiting and for
 * whose account. What came in after the batch was made looks the same, and is here too.
 */
export async function listCarried(
  actor: Actor,
  batchNo: string,
  { cursor, limit = PAGE_ROWS }: Page,
): Promise<CarriedPageDto> {
  const [batch] = await reader.query<{ id: bigint; day: string }>(
    "SELECT id, accounting_on AS day FROM clearing_batches WHERE batch_no = $1 AND carried_count > 0",
    [batchNo],
  );
  if (!batch) return { rows: [], nextCursor: null };
  const after = decodeCursor(cursor, 4) ?? [null, null, null, null];
  const rows = await reader.query<CarriedRaw>(
    `SELECT * FROM (${WAITING} UNION ALL ${TAKEN_LATER}) AS left_out
     WHERE ($3::text[] IS NULL OR merchant_no = ANY ($3))
       AND ($4::text IS NULL OR (${KEYS}) > ($4::text, $5::date, $6::text, $7::text)) ORDER BY ${KEYS} LIMIT ${limit + 1}`,
    [batch.id, batch.day, actor.scope, ...after],
  );
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    rows: await toRows(batch, shown),
    nextCursor: last ? encodeCursor([last.cleared_by ?? "", last.occurred_on, last.object_no, last.kind]) : null,
  };
}

async function toRows(
  batch: { id: bigint; day: string },
  raws: readonly CarriedRaw[],
): Promise<CarriedPageDto["rows"]> {
  const lacking = await listLacking(batch, raws);
  return raws.map((raw) => ({
    key: `${raw.kind}|${raw.object_no}`,
    kind: raw.kind,
    objectNo: raw.object_no,
    orderNo: raw.order_no,
    merchant: { no: raw.merchant_no, name: raw.merchant_name },
    asset: raw.asset,
    occurredOn: raw.occurred_on,
    amountMinor: `${raw.amount}`,
    clearedBy: raw.cleared_by,
    lacking: raw.givers.flatMap((giver) => lacking.get(`${giver}|${raw.asset}`) ?? []),
  }));
}

/** What each account would have to give for all that waits, where it has less. */
async function listLacking(
  { id, day }: { id: bigint; day: string },
  rows: readonly CarriedRaw[],
): Promise<Map<string, LackingDto>> {
  const givers = [...new Set(rows.flatMap((row) => row.givers))];
  if (givers.length === 0) return new Map();
  const found = await reader.query<{ no: string; name: string; asset: string; needs: bigint; has: bigint }>(
    `WITH due AS MATERIALIZED (
       ${DUE}
     ), gives AS (
       SELECT merchant_id, asset, greatest(fee_minor, 0) + greatest(share_minor, 0) AS minor FROM due
       UNION ALL
       SELECT p.receiver, due.asset, -p.minor FROM due, unnest(due.receivers, due.shares) AS p (receiver, minor) WHERE p.minor < 0
     )
     SELECT m.merchant_no AS no, m.name, g.asset, g.minor AS needs, greatest(coalesce(h.minor, 0), 0)::bigint AS has
     FROM (SELECT merchant_id, asset, sum(minor)::bigint AS minor FROM gives GROUP BY 1, 2) AS g
     JOIN merchants m ON m.id = g.merchant_id AND m.merchant_no = ANY ($3)
     LEFT JOIN LATERAL (
       SELECT sum(k.posted_minor - k.frozen_minor) AS minor FROM accounts a JOIN account_holdings k ON k.account_id = a.id
       WHERE a.merchant_id = g.merchant_id AND a.asset = g.asset AND a.gl_code = '2202.01') AS h ON true
     WHERE g.minor > coalesce(h.minor, 0)`,
    [id, day, givers],
  );
  return new Map(
    found.map(({ no, name, asset, needs, has }) => [
      `${no}|${asset}`,
      { merchant: { no, name }, needsMinor: `${needs}`, hasMinor: `${has}` },
    ]),
  );
}
