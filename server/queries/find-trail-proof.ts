import "server-only";
import type { TrailProofDto } from "@/contracts/audit-proof";
import { reader } from "@/server/transact";

// Who asked is found by the trail's own row, which has an index; the answer stands in the receipt.
const PROOFS = `
  SELECT r.outcome AS proof FROM audit_events e JOIN receipts r ON r.command_id = e.command_id
  WHERE e.id = (SELECT max(id) FROM audit_events
                WHERE object_type = 'audit' AND object_no = 'trail' AND action = 'audit.proved' AND outcome = 'DONE')
  UNION ALL
  SELECT result -> 'trail' FROM jobs WHERE kind = 'audit.prove' AND result ? 'trail'`;

/** What was found when the trail was proved last, by the worker or because somebody asked; null before the first time. */
export async function findTrailProof(): Promise<TrailProofDto | null> {
  const rows = await reader.query<{ proof: TrailProofDto }>(PROOFS);
  const [newest] = rows.map((row) => row.proof).toSorted((left, right) => (left.provedAt < right.provedAt ? 1 : -1));
  return newest ?? null;
}
