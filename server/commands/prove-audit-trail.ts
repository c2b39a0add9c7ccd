import "server-only";
import type { ProveAuditTrailInput, TrailProofDto } from "@/contracts/audit-proof";
import { describeTrailFault } from "@/core/audit/trail-fault";
import { accept } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { proveTrail } from "@/server/audit/prove-trail";
import { measureAnchors } from "@/server/audit/read-anchors";
import { toTrailProofDto } from "@/server/audit/to-trail-proof-dto";
import { defineCommand } from "@/server/command";

/** Millions of rows take their time; nothing is locked meanwhile, since the trail is written last. */
const SECONDS = 300;

/** Proves the whole trail against its anchors, now. It reads alone, but who asked and what was found is kept in the trail. */
export const proveAuditTrail = defineCommand<ProveAuditTrailInput, TrailProofDto>({
  action: "audit.prove",
  permission: "audit.prove",
  object: () => ({ type: "audit", no: "trail" }),
  toHashed: () => ({}),
  seconds: SECONDS,
  async effect(tx) {
    const proof = await proveTrail(tx, await measureAnchors(tx));
    const { rows, anchors, faults } = proof;
    const [first] = faults;
    await appendAudit(tx, {
      action: "audit.proved",
      objectType: "audit",
      objectNo: "trail",
      detail: {
        rows: Number(rows),
        anchors: Number(anchors),
        faults: faults.length,
        ...(first ? { first: describeTrailFault(first) } : {}),
      },
    });
    return accept(toTrailProofDto(proof, tx.context.now));
  },
});
