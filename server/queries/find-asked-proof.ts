import "server-only";
import type { TrailProofDto } from "@/contracts/audit-proof";
import { reader } from "@/server/transact";

/** What the last person who had the trail proved was told, or null when nobody has asked yet. */
export async function findAskedProof(): Promise<TrailProofDto | null> {
  // By the trail's own row, which an index finds; the answer stands in the receipt.
  const [row] = await reader.query<{ outcome: TrailProofDto }>(
    `SELECT r.outcome FROM audit_events e JOIN receipts r ON r.command_id = e.command_id
     WHERE e.object_type = 'audit' AND e.object_no = 'trail' AND e.action = 'audit.proved' ORDER BY e.id DESC LIMIT 1`,
  );
  return row?.outcome ?? null;
}
