import "server-only";
import type { BulkSelection, PrepareBulkInput } from "@/contracts/bulk";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import type { Json } from "@/core/json";
import { accept, type Refusal, refuse } from "@/core/result";
import { BULK_RESOLUTIONS, MAX_BULK_ROWS } from "@/core/suspense/bulk";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { filterSuspense } from "@/server/queries/list-suspense";
import { SUSPENSE_ITEMS } from "@/server/queries/suspense-rows";
import { insertBulkJob } from "@/server/store/bulk-jobs";
import type { DbTransaction } from "@/server/transact";

type Prepared = { jobNo: string; rows: number };

/**
 * Begins an act on many items: keeps which they are, each with its version, and nothing else. A worker then works out
 * what each would post; its preview is what a person confirms or drops.
 */
export const prepareBulk = defineCommand<PrepareBulkInput, Prepared>({
  action: "bulk.prepare",
  permission: "suspense.propose",
  object: () => ({ type: "bulk", no: "new" }),
  toHashed: ({ selection, resolution, reason }) => ({ selection: selection as Json, resolution, reason }),
  async effect(tx, { selection, resolution, reason }) {
    const makerId = tx.context.actor.userId;
    if (makerId === null) return refuse("maker_missing", "Only a person can propose a resolution.");
    if (!BULK_RESOLUTIONS.includes(resolution)) {
      return refuse(
        "bulk_resolution_single",
        "This resolution names another item or order each time, so it is proposed item by item. Nothing was prepared.",
        { resolution },
      );
    }
    const { jobId, jobNo } = await insertBulkJob(tx, {
      kind: "PROPOSE",
      source: selection.by === "FILTER" ? "FILTER" : "SELECTION",
      criteria: { ...criteriaOf(selection), resolution, reason },
      makerId,
    });
    const chosen = { jobId, choice: JSON.stringify({ resolution }), reason };
    const rows =
      selection.by === "FILTER" ? await keepMatching(tx, selection, chosen) : await keepChosen(tx, selection, chosen);
    const refusal = refuseCount(rows);
    if (refusal) return refusal;
    await tx.query("UPDATE bulk_jobs SET row_count = $2 WHERE id = $1", [jobId, rows]);
    const detail = { ...criteriaOf(selection), resolution, reason, rows };
    await appendAudit(tx, { action: "bulk.prepared", objectType: "bulk", objectNo: jobNo, detail });
    return accept({ jobNo, rows });
  },
});

/** What a selection is called in the trail; its items are the job's rows. */
export function criteriaOf(selection: BulkSelection): { [key: string]: Json } {
  return selection.by === "FILTER" ? { filters: selection.filters as Json } : { selected: selection.items.length };
}

export function refuseCount(rows: number): { ok: false; refusal: Refusal } | null {
  if (rows === 0)
    return refuse("bulk_empty", "No open item fits any more. Look at the queue again; nothing was prepared.");
  if (rows <= MAX_BULK_ROWS) return null;
  const limit = `${MAX_BULK_ROWS}`;
  return refuse("bulk_too_many", `More than ${limit} items match. Narrow the filter; nothing was prepared.`, { limit });
}

type Chosen = { readonly jobId: bigint; readonly choice: string; readonly reason: string };

/** All that the filter shows now, on every page: the database says which, never the rows that a browser has loaded. */
async function keepMatching(
  tx: DbTransaction,
  { filters }: Extract<BulkSelection, { by: "FILTER" }>,
  { jobId, choice, reason }: Chosen,
): Promise<number> {
  const { where } = filterSuspense(tx.context.actor, filters, accountingDayOf(tx.context.now));
  const [job, chosen, why] = [jobId, choice, reason].map((value) => `$${where.params.push(value)}`);
  const rows = await tx.query<{ count: number }>(
    `WITH kept AS (
       INSERT INTO bulk_rows (job_id, row_no, item_no, item_version, choice, reason)
       SELECT ${job}::bigint, row_number() OVER (ORDER BY found.id), found.item_no, found.version, ${chosen}::jsonb, ${why}::text
       FROM (SELECT i.id, i.item_no, i.version FROM ${SUSPENSE_ITEMS} ${where.toSql()} LIMIT ${MAX_BULK_ROWS + 1}) AS found
       RETURNING 1)
     SELECT count(*)::int AS count FROM kept`,
    where.params,
  );
  return rows[0]?.count ?? 0;
}

async function keepChosen(
  tx: DbTransaction,
  { items }: Extract<BulkSelection, { by: "ITEMS" }>,
  { jobId, choice, reason }: Chosen,
): Promise<number> {
  const rows = await tx.query<{ row_no: number }>(
    `INSERT INTO bulk_rows (job_id, row_no, item_no, item_version, choice, reason)
     SELECT $1, row_number() OVER (ORDER BY min(chosen.place)), chosen.item_no, coalesce(min(chosen.version), min(i.version), 0), $2::jsonb, $3
     FROM unnest($4::text[], $5::int[]) WITH ORDINALITY AS chosen (item_no, version, place)
     LEFT JOIN suspense_items i USING (item_no)
     GROUP BY chosen.item_no RETURNING row_no`,
    [jobId, choice, reason, items.map((item) => item.itemNo), items.map((item) => item.version ?? null)],
  );
  return rows.length;
}
