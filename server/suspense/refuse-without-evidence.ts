import "server-only";
import { type Refusal, refuse } from "@/core/result";
import { type EvidenceNeed, judgeEvidence } from "@/core/suspense/evidence";
import { PLAYBOOK } from "@/core/suspense/playbook";
import type { Resolution } from "@/core/suspense/resolutions";
import type { SuspenseItemRow } from "@/server/store/suspense-items";
import { countEvidence } from "@/server/suspense/count-evidence";
import type { DbReader } from "@/server/transact";

const MISSING = { FINDING: "finding", ATTACHMENT: "attachment" } as const satisfies Record<EvidenceNeed, string>;

/** What the playbook wants to see beside the item before it goes to a checker; null when all of it is there. */
export async function refuseWithoutEvidence(
  db: DbReader,
  { itemNo, amountMinor, asset }: SuspenseItemRow,
  resolution: Resolution,
): Promise<{ ok: false; refusal: Refusal } | null> {
  const states = judgeEvidence(PLAYBOOK[resolution].evidence, amountMinor, asset, await countEvidence(db, itemNo));
  const [first] = states.filter(({ isMet }) => !isMet);
  if (!first) return null;
  const missing = MISSING[first.need];
  return refuse(
    `evidence_${missing}_missing`,
    missing === "finding"
      ? `Write down or attach what was found out about ${itemNo}; a reason alone is not enough for this.`
      : `Attach a file to ${itemNo} that shows it; for this amount a comment is not enough.`,
    { itemNo },
  );
}
