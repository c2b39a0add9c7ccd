import "server-only";
import type { ImportContentsDto } from "@/contracts/imports";
import type { Refusal } from "@/core/result";
import { reader } from "@/server/transact";

/** What becomes of a job. WAITING is no end: a person has to say the day, and then it is queued again. */
export type ImportEnd =
  | { status: "DONE"; contents: ImportContentsDto; settlesOn: string | null; stored: StoredAs | null }
  | { status: "REFUSED"; refusal: Refusal; refusedCount: number; refusedFile: string | null }
  | { status: "CANCELLED" }
  | { status: "FAILED"; failure: Refusal<ImportFailure> }
  | { status: "WAITING"; suggestedOn: string | null };
/** Why a job failed for no fault of its file. */
export type ImportFailure = "import_file_gone" | "import_workers_died" | "import_fault";
export type StoredAs = { readonly statementNo: string; readonly isDuplicate: boolean };

const END = `
  UPDATE imports SET status = $3, worker = NULL, lease_until = NULL,
    finished_at = CASE WHEN $3 = 'WAITING' THEN NULL ELSE clock_timestamp() END,
    contents = $4, settles_on = coalesce($5::date, settles_on), statement_no = $6, is_duplicate = $7, refusal = $8,
    refused_count = $9, refused_file = $10, failure = $11, suggested_on = coalesce($12::date, suggested_on),
    read_bytes = CASE WHEN $3 = 'DONE' THEN size_bytes ELSE read_bytes END,
    line_count = coalesce(($4::jsonb ->> 'lines')::bigint, line_count),
    cancel_asked_at = CASE WHEN $3 = 'CANCELLED' THEN coalesce(cancel_asked_at, clock_timestamp()) ELSE cancel_asked_at END
  WHERE id = $1 AND worker = $2 RETURNING id`;

/** Writes the end of a job, if it is still this worker's. Answers whether it was. */
export async function endImport(id: bigint, worker: string, end: ImportEnd): Promise<boolean> {
  const done = end.status === "DONE" ? end : null;
  const refused = end.status === "REFUSED" ? end : null;
  const failure = end.status === "FAILED" ? end.failure : null;
  const why = refused?.refusal ?? failure;
  const rows = await reader.query(END, [
    id,
    worker,
    end.status,
    done && JSON.stringify(done.contents),
    done?.settlesOn ?? null,
    done?.stored?.statementNo ?? null,
    done?.stored?.isDuplicate ?? null,
    why && JSON.stringify(why),
    refused?.refusedCount ?? null,
    refused?.refusedFile ?? null,
    failure?.message ?? null,
    end.status === "WAITING" ? end.suggestedOn : null,
  ]);
  return rows.length === 1;
}
