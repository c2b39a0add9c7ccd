import { getTranslations } from "next-intl/server";
import { ApprovalChanges } from "@/components/approval/approval-changes";
import { ApprovalNotices } from "@/components/approval/approval-notices";
import { ApprovalRequest } from "@/components/approval/approval-request";
import { LinkedApprovals } from "@/components/approval/linked-approvals";
import { Amount } from "@/components/money/amount";
import { EvidenceTable } from "@/components/suspense/evidence-table";
import { ItemHistory } from "@/components/suspense/item-history";
import { OtherLines } from "@/components/suspense/other-lines";
import { Section } from "@/components/ui/card";
import type { ApprovalDto } from "@/contracts/approval-views";
import { DecisionLayout } from "./decision-layout";

/** A request about a suspense item: what would be posted, why, with what it shares, and who signs. */
export async function ResolutionApproval({ approval, nextNo }: { approval: ApprovalDto; nextNo: string | null }) {
  const t = await getTranslations("approvals");
  const suspense = await getTranslations("suspense");
  const { comments, resolution, amountMinor, asset } = approval;
  return (
    <>
      <ApprovalNotices approval={approval} />
      <DecisionLayout
        approval={approval}
        effect={approval.act === "MATCH_BY_HAND" ? "MATCH" : "RESOLUTION"}
        subject={
          <>
            {suspense(`resolution.${resolution}.name`)} · <Amount amountMinor={amountMinor} asset={asset} showAsset />
          </>
        }
        nextNo={nextNo}
      >
        <ApprovalRequest approval={approval} />
        <ApprovalChanges approval={approval} />
        <Section title={t("evidence.title")} description={t("evidence.text")} plain>
          <EvidenceTable evidence={approval.evidence} />
          <OtherLines lines={approval.evidence.otherLines} />
          {comments.length > 0 ? <ItemHistory history={comments} /> : null}
        </Section>
        <LinkedApprovals linked={approval.linked} />
      </DecisionLayout>
    </>
  );
}
