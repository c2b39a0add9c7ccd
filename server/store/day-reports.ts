import "server-only";
import type { CloseFinding } from "@/core/day-close/findings";
import { invariant } from "@/core/result";
import type { DbTransaction } from "@/server/transact";

/** Keeps what an attempt to close `day` found, under the lock of days; answers its number. The database refuses to change it. */
export async function insertDayReport(
  tx: DbTransaction,
  report: {
    readonly day: string;
    readonly outcome: "CLOSED" | "REFUSED";
    readonly findings: readonly CloseFinding[];
    readonly approvalId: bigint | null;
  },
): Promise<number> {
  const { actor, commandId, now } = tx.context;
  const { day, outcome, findings, approvalId } = report;
  const [row] = await tx.query<{ attempt: number }>(
    `INSERT INTO day_close_reports (accounting_on, attempt, outcome, findings, red, waiting, content_hash, approval_id,
                                    checked_by, checked_at, command_id)
     SELECT $1::date, (SELECT coalesce(max(attempt), 0) + 1 FROM day_close_reports WHERE accounting_on = $1), $2::text, found,
            count_findings(found, 'RED'), count_findings(found, 'WAITING'), json_hash(found), $4::bigint, $5::bigint, $6::timestamptz, $7::uuid
     FROM (SELECT $3::jsonb AS found) AS told RETURNING attempt`,
    [day, outcome, JSON.stringify(findings), approvalId, actor.userId, now, commandId],
  );
  invariant(row, "a report that was written has its number");
  return row.attempt;
}
