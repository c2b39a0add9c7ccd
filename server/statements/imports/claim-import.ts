import "server-only";
import { randomUUID } from "node:crypto";
import { reader } from "@/server/transact";
import { type ImportJob, LEASE_SECONDS } from "./import-job";

/** Skipping what is locked leaves a job alone whose worker is storing it this moment, however long that takes. */
const CLAIM = `
  WITH next AS (
    SELECT id FROM imports
    WHERE finished_at IS NULL AND (status = 'QUEUED' OR (worker IS NOT NULL AND lease_until < clock_timestamp()))
    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE imports i SET status = 'READING', worker = $1, lease_until = clock_timestamp() + make_interval(secs => $2),
      attempts = attempts + 1, started_at = coalesce(started_at, clock_timestamp()), read_bytes = 0, line_count = 0,
      bytes_per_second = NULL
    FROM next WHERE i.id = next.id RETURNING i.*
  )
  SELECT i.id, i.import_no AS "importNo", i.status, i.source, i.sent_as AS "sentAs", i.file_name AS "fileName",
         i.file_sha256 AS "fileSha256", i.size_bytes AS "sizeBytes", c.code AS channel, c.timezone, c.cutoff,
         i.settles_on AS "settlesOn", i.is_dry_run AS "isDryRun", i.created_by AS "createdBy", i.attempts,
         i.import_command_id AS "importCommandId", i.cancel_asked_at IS NOT NULL AS "isCancelAsked"
  FROM claimed i LEFT JOIN channels c ON c.id = i.channel_id`;

/** Takes the oldest job that is free: queued, or left by a worker that does not answer any more. */
export async function claimImport(): Promise<{ job: ImportJob; worker: string } | null> {
  const worker = randomUUID();
  const [job] = await reader.query<ImportJob>(CLAIM, [worker, LEASE_SECONDS]);
  return job ? { job, worker } : null;
}
