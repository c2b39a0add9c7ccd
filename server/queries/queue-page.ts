import "server-only";
import { reader } from "@/server/transact";
import type { Where } from "./keyset";
import { IS_OPEN, SUSPENSE_FROM, SUSPENSE_SELECT, type SuspenseRaw } from "./suspense-rows";

/** Where a row stands in the queue: whether it can be worked, whether it is short, amount × age, and its id. */
export type QueueKey = readonly [isWorkable: string, isShort: string, weight: string, id: string];

export function queueKeyOf(raw: Pick<SuspenseRaw, "isWorkable" | "isShort" | "weight" | "id">): QueueKey {
  return [`${raw.isWorkable}`, `${raw.isShort}`, raw.weight, `${raw.id}`];
}

/** The queue is four runs, one after the other. Within a run rows stand by amount × age. */
const RUNS = [
  { isWorkable: 1, isShort: 1, direction: "SHORT" },
  { isWorkable: 1, isShort: 0, direction: "LONG" },
  { isWorkable: 0, isShort: 1, direction: "SHORT" },
  { isWorkable: 0, isShort: 0, direction: "LONG" },
] as const;
type Run = (typeof RUNS)[number];

/**
 * At most `limit` rows of the open queue in its order (`QUEUE_KEYS`), from the first after `after`. `where` is over items
 * alone (`i`, `today`).
 *
 * Amount × age changes every day and can stand in no index. But items of one day and asset keep one order whatever the
 * day: by amount. So the rows of each day and asset are taken from the index `suspense_rank` at their largest, as many as
 * fit on the page, and only those few are sorted; tens of thousands of open items are never read for a hundred rows.
 */
export async function readQueueRows(where: Where, after: QueueKey | null, limit: number): Promise<SuspenseRaw[]> {
  const begun = after === null ? 0 : RUNS.findIndex((run) => isIn(run, after));
  const rows: SuspenseRaw[] = [];
  for (const [nth, run] of RUNS.entries()) {
    if (nth < begun || rows.length >= limit) continue;
    const bound = nth === begun && after !== null ? after : null;
    rows.push(...(await readRun(where, run, bound, limit - rows.length)));
  }
  return rows;
}

const MAX_BIGINT = "9223372036854775807";

function isIn(run: Run, [isWorkable, isShort]: QueueKey): boolean {
  return `${run.isWorkable}` === isWorkable && `${run.isShort}` === isShort;
}

async function readRun(where: Where, run: Run, after: QueueKey | null, limit: number): Promise<SuspenseRaw[]> {
  const params = [...where.params];
  const inRun = `${IS_OPEN} AND (i.status <> 'PROPOSED')::int = ${run.isWorkable} AND i.direction = '${run.direction}'`;
  const filter = where.toSql().replace(/^WHERE/, "AND");
  let bound = "";
  if (after !== null) {
    const [weight, id] = [`$${params.push(after[2])}::numeric`, `$${params.push(after[3])}::bigint`];
    // As a bigint, which the index is of; a small asset's bound may lie beyond every bigint.
    const largest = `least(floor(${weight} / days.factor), ${MAX_BIGINT})::bigint`;
    bound = `AND i.amount_minor <= ${largest} AND (i.amount_minor * days.factor, i.id) < (${weight}, ${id})`;
  }
  return reader.query<SuspenseRaw>(
    `WITH RECURSIVE today AS (SELECT $1::date AS day),
     found AS (
       (SELECT i.opened_on, i.asset FROM suspense_items i WHERE ${inRun} ORDER BY i.opened_on, i.asset LIMIT 1)
       UNION ALL
       SELECT later.* FROM found CROSS JOIN LATERAL (
         SELECT i.opened_on, i.asset FROM suspense_items i
         WHERE ${inRun} AND (i.opened_on, i.asset) > (found.opened_on, found.asset)
         ORDER BY i.opened_on, i.asset LIMIT 1) AS later
     ),
     -- Once per day and asset, and not once per row.
     days AS MATERIALIZED (
       SELECT found.opened_on, found.asset,
              10::numeric ^ (12 - s.scale) * (bank_days_between(found.opened_on, today.day) + 1) AS factor
       FROM found JOIN assets s ON s.code = found.asset CROSS JOIN today
     ),
     ranked AS (
       SELECT largest.id, largest.amount_minor * days.factor AS rank
       FROM days CROSS JOIN today CROSS JOIN LATERAL (
         SELECT i.id, i.amount_minor FROM suspense_items i
         WHERE ${inRun} AND i.opened_on = days.opened_on AND i.asset = days.asset ${filter} ${bound}
         ORDER BY i.amount_minor DESC, i.id DESC LIMIT ${limit}) AS largest
       ORDER BY rank DESC, largest.id DESC LIMIT ${limit}
     )
     ${SUSPENSE_SELECT} FROM ranked JOIN (${SUSPENSE_FROM}) ON i.id = ranked.id
     ORDER BY ranked.rank DESC, ranked.id DESC`,
    params,
  );
}
