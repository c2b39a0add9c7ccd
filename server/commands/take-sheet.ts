import "server-only";
import { accept, refuse } from "@/core/result";
import { MAX_BULK_ROWS } from "@/core/suspense/bulk";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import type { ReturnedRow } from "@/server/queue-sheet/read-queue-sheet";
import { insertBulkJob } from "@/server/store/bulk-jobs";

type ReturnedSheet = { readonly fileName: string; readonly sha256: string; readonly rows: readonly ReturnedRow[] };

/**
 * Takes a filled-in sheet as a job to preview: which rows would be proposed, which ask for nothing, which have changed
 * since they were exported. Nothing is proposed before somebody confirms that.
 */
export const takeSheet = defineCommand<ReturnedSheet, { jobNo: string; rows: number }>({
  action: "bulk.take_sheet",
  permission: "suspense.propose",
  object: ({ fileName }) => ({ type: "bulk", no: fileName.slice(0, 64) }),
  toHashed: ({ fileName, sha256 }) => ({ fileName, sha256 }),
  async effect(tx, { fileName, sha256, rows }) {
    const makerId = tx.context.actor.userId;
    if (makerId === null) return refuse("maker_missing", "Only a person can propose a resolution.");
    if (rows.length > MAX_BULK_ROWS) {
      const limit = `${MAX_BULK_ROWS}`;
      return refuse("bulk_too_many", `The sheet has more than ${limit} items. Nothing was prepared.`, { limit });
    }
    const { jobId, jobNo } = await insertBulkJob(tx, {
      kind: "PROPOSE",
      source: "SHEET",
      criteria: { sheet: fileName, sha256 },
      makerId,
    });
    const kept = rows.map((row, index) => ({
      row_no: index + 1,
      item_no: row.itemNo,
      item_version: row.itemVersion,
      choice: row.filled && { resolution: row.filled.resolution },
      reason: row.filled?.reason ?? null,
      sheet_row: row.sheetRow,
      faults: row.fault,
    }));
    await tx.query(
      `INSERT INTO bulk_rows (job_id, row_no, item_no, item_version, choice, reason, sheet_row, faults)
       SELECT $1, row_no, item_no, item_version, choice, reason, sheet_row, faults
       FROM jsonb_to_recordset($2) AS r (row_no int, item_no text, item_version int, choice jsonb, reason text, sheet_row int, faults jsonb)`,
      [jobId, JSON.stringify(kept)],
    );
    await tx.query("UPDATE bulk_jobs SET row_count = $2 WHERE id = $1", [jobId, rows.length]);
    const detail = { fileName, sha256, rows: rows.length };
    await appendAudit(tx, { action: "bulk.sheet_taken", objectType: "bulk", objectNo: jobNo, detail });
    return accept({ jobNo, rows: rows.length });
  },
});
