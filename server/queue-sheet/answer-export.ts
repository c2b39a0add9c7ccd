import "server-only";
import { createReadStream } from "node:fs";
import { accountingToday } from "@/server/accounting-today";
import { admit } from "@/server/admit";
import { findExportFile, readExport } from "@/server/bulk/write-export";
import { getClock } from "@/server/clock";
import { ROWS_AT_ONCE } from "@/server/commands/export-suspense";
import { problem } from "@/server/problem";
import { SHEET_TYPES } from "@/server/sheet/stream-sheet";
import { answerDownload } from "@/server/statements/answer-kept-file";
import { reader } from "@/server/transact";
import { writeSheetFile } from "./write-sheet-file";

const DAY_HOURS = 24;

type Exported = { jobNo: string; criteria: object; sealKey: string; fileName: string; rows: number };

/** The file of one's own export, for a day: written while it is downloaded, or by the worker before. */
export async function answerExport(
  _request: Request,
  { params }: { params: Promise<{ no: string }> },
): Promise<Response> {
  const admission = await admit("suspense.view");
  if (!admission.ok) return admission.answer;
  const { actor } = admission;
  const [job] = await reader.query<Exported>(
    `SELECT job_no AS "jobNo", criteria, seal_key AS "sealKey", file_name AS "fileName", row_count AS rows FROM bulk_jobs
     WHERE job_no = $1 AND created_by = $2 AND kind = 'EXPORT' AND status = 'DONE'
       AND created_at > clock_timestamp() - make_interval(hours => ${DAY_HOURS})`,
    [(await params).no, actor.userId],
  );
  if (!job)
    return problem(404, "not_found", "There is no such export of yours, or it is older than a day. Export again.");
  const { format, locale } = readExport(job.criteria);
  if (job.rows <= ROWS_AT_ONCE) {
    const queueExport = { ...job, today: accountingToday() };
    const request = { actor, queueExport, format, locale, exportedAt: getClock().now() };
    return answerDownload(writeSheetFile(request), job.fileName, SHEET_TYPES[format]);
  }
  const path = await findExportFile(job.jobNo, format);
  if (path === null) return problem(404, "not_found", "The file is not kept any more. Export again.");
  return answerDownload(createReadStream(path), job.fileName, SHEET_TYPES[format]);
}
