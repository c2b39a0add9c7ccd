import "server-only";
import type { ProveAuditTrailInput, TrailFaultDto, TrailProofDto } from "@/contracts/audit-proof";
import { describeTrailFault, type TrailFault } from "@/core/audit/trail-fault";
import { accept } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { proveTrail } from "@/server/audit/prove-trail";
import { measureAnchors } from "@/server/audit/read-anchors";
import { defineCommand } from "@/server/command";

const SHOWN_FAULTS = 50;
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
    const { rows, streams, anchors, newestAnchorAt, waiting, faults } = proof;
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
    return accept({
      provedAt: tx.context.now.toISOString(),
      rows: Number(rows),
      streams,
      anchors: Number(anchors),
      newestAnchorAt,
      waiting: Number(waiting),
      faultCount: faults.length,
      faults: faults.slice(0, SHOWN_FAULTS).map(toFaultDto),
    });
  },
});

function toFaultDto({ kind, ...values }: TrailFault): TrailFaultDto {
  return { kind, values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, `${value}`])) };
}
