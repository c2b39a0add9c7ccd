/**
 * What has to stand beside an item before a resolution is proposed. FINDING: somebody has written down or attached what
 * was found out. ATTACHMENT: a file that shows it.
 */
export const EVIDENCE_NEEDS = ["FINDING", "ATTACHMENT"] as const;
export type EvidenceNeed = (typeof EVIDENCE_NEEDS)[number];

/** Needed from `fromMinor` fen on. What another asset is worth is unknown here, so there it is always needed. */
export type EvidenceRule = { readonly need: EvidenceNeed; readonly fromMinor: bigint };
/** What stands beside an item. */
export type EvidenceCount = { readonly comments: number; readonly attachments: number };
export type EvidenceState = { readonly need: EvidenceNeed; readonly isMet: boolean };

/** What is needed for so much of `asset` (minor units), and whether it is there. */
export function judgeEvidence(
  rules: readonly EvidenceRule[],
  amountMinor: bigint,
  asset: string,
  { comments, attachments }: EvidenceCount,
): EvidenceState[] {
  const isThere: Record<EvidenceNeed, boolean> = {
    FINDING: comments + attachments > 0,
    ATTACHMENT: attachments > 0,
  };
  return rules
    .filter(({ fromMinor }) => asset !== "CNY" || amountMinor >= fromMinor)
    .map(({ need }) => ({ need, isMet: isThere[need] }));
}
