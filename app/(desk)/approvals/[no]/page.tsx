import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ApprovalStatusBadge } from "@/components/approval/approval-status";
import { DateTime } from "@/components/money/date-time";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { accountingToday } from "@/server/accounting-today";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { findNextApprovalNo } from "@/server/queries/find-next-approval";
import { getApproval } from "@/server/queries/get-approval";
import { getMappingApproval } from "@/server/queries/get-mapping-approval";
import { getOtherApproval } from "@/server/queries/get-other-approval";
import { readRequest } from "@/server/queries/read-request";
import { MappingApproval } from "./_components/mapping-approval";
import { OtherApproval } from "./_components/other-approval";
import { ResolutionApproval } from "./_components/resolution-approval";

type ApprovalPageProps = { params: Promise<{ no: string }> };

export async function generateMetadata({ params }: ApprovalPageProps): Promise<Metadata> {
  return { title: (await params).no };
}

export default async function ApprovalPage({ params }: ApprovalPageProps) {
  const actor = await requirePermission("approval.view");
  const t = await getTranslations("approvals");
  const { no } = await params;
  const nextNo = await findNextApprovalNo(actor, no);
  const read = await readRequest(actor, no);
  // An administrator sees what administrators check; of money they are told that it is not theirs to see.
  if (!read && !may(actor, "suspense.view")) redirect("/no-access?permission=suspense.view");
  if (!read) notFound();
  const mapping = await getMappingApproval(read);
  const approval = mapping ? null : await getApproval(actor, read, accountingToday());
  const other = mapping || approval ? null : await getOtherApproval(actor, read);
  const request = mapping ?? approval ?? other;
  if (!request) notFound();
  return (
    <PageBody>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/approvals" }, { label: no }]}
        title={no}
        badge={<ApprovalStatusBadge approval={request} />}
        description={
          request.status === "PENDING"
            ? t.rich("expiresAt", { at: () => <DateTime at={request.expiresAt} /> })
            : t.rich("closedAt", { at: () => <DateTime at={request.closedAt ?? request.createdAt} /> })
        }
      />
      {mapping ? <MappingApproval approval={mapping} nextNo={nextNo} /> : null}
      {other ? <OtherApproval approval={other} nextNo={nextNo} /> : null}
      {approval ? <ResolutionApproval approval={approval} nextNo={nextNo} /> : null}
    </PageBody>
  );
}
