import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ClaimStatusBadge } from "@/components/suspense/claim-look";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { accountingToday } from "@/server/accounting-today";
import { requirePermission } from "@/server/auth/actor";
import { getClaim } from "@/server/queries/get-claim";
import { withdrawApprovalAction } from "../../../approvals/actions";
import { proposeClaimMovementAction } from "../actions";
import { ClaimWorkspace } from "./_components/claim-workspace";

type ClaimPageProps = { params: Promise<{ no: string }> };

export async function generateMetadata({ params }: ClaimPageProps): Promise<Metadata> {
  return { title: (await params).no };
}

/** One claim: what is owed, what came of it, and what is asked for about it. */
export default async function ClaimPage({ params }: ClaimPageProps) {
  const actor = await requirePermission("suspense.view");
  const t = await getTranslations("suspense");
  const { no } = await params;
  const claim = await getClaim(actor, no, accountingToday());
  if (!claim) notFound();
  return (
    <PageBody>
      <PageHeader
        crumbs={[
          { label: t("title"), href: "/suspense" },
          { label: t("claims.title"), href: "/suspense/claims" },
          { label: claim.claimNo },
        ]}
        title={claim.claimNo}
        badge={<ClaimStatusBadge status={claim.status} />}
        description={t("claims.oneDescription", { channel: claim.channel.name })}
      />
      <ClaimWorkspace claim={claim} propose={proposeClaimMovementAction} withdraw={withdrawApprovalAction} />
    </PageBody>
  );
}
