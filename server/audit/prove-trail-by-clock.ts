import "server-only";
import type { TrailProofDto } from "@/contracts/audit-proof";
import { describeTrailFault, type TrailFault } from "@/core/audit/trail-fault";
import { getClock } from "@/server/clock";
import { getLog } from "@/server/log";
import { reader } from "@/server/transact";
import { keepProof } from "@/server/verify/keep-proof";
import { readSnapshot } from "@/server/verify/snapshot";
import { proveTrail } from "./prove-trail";
import { measureAnchors } from "./read-anchors";
import { toTrailProofDto } from "./to-trail-proof-dto";

/** By the name that the proof of the trail has among the proofs. */
const NAME = "audit_anchored";
const TOLD_FAULTS = 5;

/**
 * Proves the whole trail without being asked; the job keeps the answer, which the page shows. A fault raises the alarm of
 * the proofs, once for as long as it stands: whoever rewrites the trail may have moved money.
 */
export async function proveTrailByClock(): Promise<{ trail: TrailProofDto }> {
  const now = getClock().now();
  const measuredBytes = await measureAnchors(reader);
  const startedAt = performance.now();
  const { proof, beganAt } = await readSnapshot(async (snapshot) => ({
    proof: await proveTrail(snapshot, measuredBytes),
    beganAt: snapshot.beganAt,
  }));
  if (proof.faults.length > 0) {
    await raiseAlarm(proof.faults, { ranAt: now, beganAt, tookMs: performance.now() - startedAt });
  }
  return { trail: toTrailProofDto(proof, now) };
}

async function raiseAlarm(
  faults: readonly TrailFault[],
  when: { readonly ranAt: Date; readonly beganAt: Date; readonly tookMs: number },
): Promise<void> {
  const figure = faults.slice(0, TOLD_FAULTS).map(describeTrailFault).join("; ");
  getLog().error({ faults: faults.length, figure }, "the audit trail does not prove");
  const [last] = await reader.query<{ told: boolean }>(
    "SELECT NOT ok AND checks @> $1 AS told FROM proofs ORDER BY id DESC LIMIT 1",
    [JSON.stringify([{ name: NAME, ok: false }])],
  );
  if (last?.told) return;
  await keepProof(reader, { ok: false, checks: [{ name: NAME, ok: false, figure }], kind: "INCREMENTAL", ...when });
}
