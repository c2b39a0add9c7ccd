import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { APPROVAL_TONES } from "@/components/approval/approval-look";
import { StatusBadge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { getAdjustment } from "@/server/queries/list-adjustments";
import { AdjustmentView } from "./_components/adjustment-view";

type Props = { params: Promise<{ no: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).no };
}

export default async function AdjustmentPage({ params }: Props) {
  const actor = await requirePermission("ledger.view");
  const { no } = await params;
  const adjustment = await getAdjustment(actor, no);
  if (!adjustment) notFound();
  const [t, enums] = [await getTranslations("adjustments"), await getTranslations("enums")];
  const { state, voucherNo, approvalNo } = adjustment;
  return (
    <PageBody>
      <PageHeader
        crumbs={[
          { label: t("ledger"), href: "/ledger" },
          { label: t("title"), href: "/ledger/adjustments" },
          { label: no },
        ]}
        title={no}
        badge={<StatusBadge tone={APPROVAL_TONES[state]}>{enums(`approvalStatus.${state}`)}</StatusBadge>}
        actions={
          <>
            {may(actor, "approval.view") ? (
              <ButtonLink href={`/approvals/${approvalNo}`}>{t("view.request")}</ButtonLink>
            ) : null}
            {adjustment.canReverse ? (
              <ButtonLink href={`/ledger/adjustments/new?reverses=${voucherNo}`}>{t("view.reverse")}</ButtonLink>
            ) : null}
          </>
        }
      />
      <AdjustmentView adjustment={adjustment} />
    </PageBody>
  );
}
