import "server-only";
import type { BooksAlarmDto } from "@/contracts/books-views";
import { toProofChecks } from "@/server/queries/find-last-proof";
import { reader } from "@/server/transact";

/** The alarm that stands, or null. Asked by every page's frame, so it reads one row in the ordinary case: none. */
export async function findBooksAlarm(): Promise<BooksAlarmDto | null> {
  const [alarm] = await reader.query<{ raisedAt: Date; checks: unknown }>(
    `SELECT a.raised_at AS "raisedAt", newest.checks
     FROM proof_alarms a
     CROSS JOIN LATERAL (SELECT checks FROM proofs WHERE id >= a.proof_id AND NOT ok ORDER BY id DESC LIMIT 1) AS newest
     WHERE a.cleared_at IS NULL`,
  );
  if (!alarm) return null;
  return { raisedAt: alarm.raisedAt.toISOString(), failed: toProofChecks(alarm.checks).filter((check) => !check.isOk) };
}
