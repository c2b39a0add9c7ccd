import "server-only";
import type { NewestAnchorDto } from "@/contracts/audit-proof";
import { reader } from "@/server/transact";

/** The anchor that was written last, and whether the next one is overdue by the database's clock; null before the first. */
export async function findNewestAnchor(): Promise<NewestAnchorDto | null> {
  const [row] = await reader.query<{ no: bigint; at: Date; late: boolean }>(
    "SELECT no, at, at < now() - interval '15 minutes' AS late FROM audit_anchors ORDER BY no DESC LIMIT 1",
  );
  return row ? { no: `${row.no}`, at: row.at.toISOString(), isLate: row.late } : null;
}
