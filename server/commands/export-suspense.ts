import "server-only";
import { randomBytes } from "node:crypto";
import type { ExportSuspenseInput } from "@/contracts/bulk";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import type { Json } from "@/core/json";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { countQueueRows } from "@/server/queue-sheet/read-queue-rows";
import { insertBulkJob } from "@/server/store/bulk-jobs";

/** More rows than this are written by the worker; fewer while the browser downloads them. */
export const ROWS_AT_ONCE = 10_000;
const SEAL_KEY_BYTES = 32;

/** Notes who takes which items out, and as what, before the first byte leaves; and what their rows are sealed with. */
export const exportSuspense = defineCommand<ExportSuspenseInput, { jobNo: string; rows: number; isJob: boolean }>({
  action: "suspense.export",
  permission: "suspense.view",
  object: () => ({ type: "suspense", no: "export" }),
  toHashed: ({ selection, format, locale }) => ({ selection: selection as Json, format, locale }),
  async effect(tx, { selection, format, locale }) {
    const { actor, now } = tx.context;
    if (actor.userId === null) return refuse("maker_missing", "Only a person can take items out.");
    const chosen =
      selection.by === "FILTER"
        ? { filters: selection.filters as Json }
        : { itemNos: selection.items.map((item) => item.itemNo) };
    const sealKey = randomBytes(SEAL_KEY_BYTES).toString("hex");
    const rows = await countQueueRows(actor, { jobNo: "", sealKey, criteria: chosen, today: accountingDayOf(now) });
    if (rows === 0) return refuse("export_empty", "No item fits, so there is nothing to export.");
    const isJob = rows > ROWS_AT_ONCE;
    const { jobId, jobNo } = await insertBulkJob(tx, {
      kind: "EXPORT",
      source: selection.by === "FILTER" ? "FILTER" : "SELECTION",
      criteria: { ...chosen, format, locale },
      makerId: actor.userId,
    });
    await tx.query(
      `UPDATE bulk_jobs SET row_count = $2, seal_key = $3, file_name = $4, status = CASE WHEN $5 THEN status ELSE 'DONE' END,
         done_count = CASE WHEN $5 THEN 0 ELSE $2 END, finished_at = CASE WHEN $5 THEN NULL ELSE clock_timestamp() END
       WHERE id = $1`,
      [jobId, rows, sealKey, `suspense-${jobNo}.${format}`, isJob],
    );
    const detail = { ...(selection.by === "FILTER" ? chosen : { selected: rows }), format, rows };
    await appendAudit(tx, { action: "suspense.exported", objectType: "bulk", objectNo: jobNo, detail });
    return accept({ jobNo, rows, isJob });
  },
});
