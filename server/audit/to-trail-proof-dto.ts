import "server-only";
import type { TrailFaultDto, TrailProofDto } from "@/contracts/audit-proof";
import type { TrailFault, TrailProof } from "@/core/audit/trail-fault";

const SHOWN_FAULTS = 50;

export function toTrailProofDto(proof: TrailProof, provedAt: Date): TrailProofDto {
  const { streams, newestAnchorAt, faults } = proof;
  return {
    provedAt: provedAt.toISOString(),
    rows: Number(proof.rows),
    streams,
    anchors: Number(proof.anchors),
    newestAnchorAt,
    waiting: Number(proof.waiting),
    faultCount: faults.length,
    faults: faults.slice(0, SHOWN_FAULTS).map(toFaultDto),
  };
}

function toFaultDto({ kind, ...values }: TrailFault): TrailFaultDto {
  return { kind, values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, `${value}`])) };
}
