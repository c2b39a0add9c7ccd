import { getTranslations } from "next-intl/server";
import { ApprovalChanges } from "@/components/approval/approval-changes";
import { ApprovalNotices } from "@/components/approval/approval-notices";
import { ApprovalRequest } from "@/components/approval/approval-request";
import { CheckerRuleText } from "@/components/approval/checker-rule";
import { DecisionCard } from "@/components/approval/decision-card";
import { LinkedApprovals } from "@/components/approval/linked-approvals";
import { MakerRecord } from "@/components/approval/maker-record";
import { Amount } from "@/components/money/amount";
import { EvidenceTable } from "@/components/suspense/evidence-table";
import { ItemHistory } from "@/components/suspense/item-history";
import { OtherLines } from "@/components/suspense/other-lines";
import { Section } from "@/components/ui/card";
import type { ApprovalDto } from "@/contracts/approval-views";
import { decideApprovalAction, reviewApprovalAction, withdrawApprovalAction } from "../../actions";

/** A request about a suspense item: what would be posted, why, with what it shares, and who signs. */
export async function ResolutionApproval({ approval, nextNo }: { approval: ApprovalDto; nextNo: string | null }) {
  const t = await getTranslations("approvals");
  const suspense = await getTranslations("suspense");
  const { comments, resolution, amountMinor, asset, rule } = approval;
  return (
    <>
      <ApprovalNotices approval={approval} />
      <div className="grid gap-section xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-section">
          <ApprovalRequest approval={approval} />
          <ApprovalChanges approval={approval} />
          <Section title={t("evidence.title")} description={t("evidence.text")} plain>
            <EvidenceTable evidence={approval.evidence} />
            <OtherLines lines={approval.evidence.otherLines} />
            {comments.length > 0 ? <ItemHistory history={comments} /> : null}
          </Section>
          <LinkedApprovals linked={approval.linked} />
        </div>
        <div className="min-w-0 self-start max-xl:order-first xl:sticky xl:top-18">
          <DecisionCard
            key={approval.approvalNo}
            approval={approval}
            effect={approval.act === "MATCH_BY_HAND" ? "MATCH" : "RESOLUTION"}
            rule={rule ? <CheckerRuleText rule={rule} /> : null}
            subject={
              <>
                {suspense(`resolution.${resolution}.name`)} ·{" "}
                <Amount amountMinor={amountMinor} asset={asset} showAsset />
              </>
            }
            nextNo={nextNo}
            decide={decideApprovalAction}
            withdraw={withdrawApprovalAction}
            review={reviewApprovalAction}
            record={approval.isOwn ? null : <MakerRecord maker={approval.maker} record={approval.record} />}
          />
        </div>
      </div>
    </>
  );
}
