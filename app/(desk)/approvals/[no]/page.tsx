import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ApprovalChanges } from "@/components/approval/approval-changes";
import { ApprovalNotices } from "@/components/approval/approval-notices";
import { ApprovalRequest } from "@/components/approval/approval-request";
import { ApprovalStatusBadge } from "@/components/approval/approval-status";
import { DecisionCard } from "@/components/approval/decision-card";
import { LinkedApprovals } from "@/components/approval/linked-approvals";
import { DateTime } from "@/components/money/date-time";
import { EvidenceTable } from "@/components/suspense/evidence-table";
import { ItemHistory } from "@/components/suspense/item-history";
import { OtherLines } from "@/components/suspense/other-lines";
import { Section } from "@/components/ui/card";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { accountingToday } from "@/server/accounting-today";
import { requirePermission } from "@/server/auth/actor";
import { findNextApprovalNo } from "@/server/queries/find-next-approval";
import { getApproval } from "@/server/queries/get-approval";
import { decideApprovalAction, withdrawApprovalAction } from "../actions";

type ApprovalPageProps = { params: Promise<{ no: string }> };

export async function generateMetadata({ params }: ApprovalPageProps): Promise<Metadata> {
  return { title: (await params).no };
}

export default async function ApprovalPage({ params }: ApprovalPageProps) {
  const actor = await requirePermission("approval.view");
  const t = await getTranslations("approvals");
  const { no } = await params;
  const approval = await getApproval(actor, no, accountingToday());
  if (!approval) notFound();
  const { comments } = approval;
  return (
    <PageBody>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/approvals" }, { label: no }]}
        title={no}
        badge={<ApprovalStatusBadge approval={approval} />}
        description={
          approval.status === "PENDING"
            ? t.rich("expiresAt", { at: () => <DateTime at={approval.expiresAt} /> })
            : t.rich("closedAt", { at: () => <DateTime at={approval.closedAt ?? approval.createdAt} /> })
        }
      />
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
            nextNo={await findNextApprovalNo(actor, no)}
            decide={decideApprovalAction}
            withdraw={withdrawApprovalAction}
          />
        </div>
      </div>
    </PageBody>
  );
}
