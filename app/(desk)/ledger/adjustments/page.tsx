import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/button";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { LedgerTabs } from "@/components/voucher/ledger-tabs";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { AdjustmentsList } from "./_components/adjustments-list";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("adjustments"))("title") };
}

export default async function AdjustmentsPage() {
  const actor = await requirePermission("ledger.view");
  const t = await getTranslations("adjustments");
  return (
    <PageBody>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          may(actor, "adjustment.propose") ? (
            <ButtonLink href="/ledger/adjustments/new" variant="primary">
              <Plus aria-hidden />
              {t("propose")}
            </ButtonLink>
          ) : null
        }
      />
      <LedgerTabs current="adjustments" />
      <AdjustmentsList />
    </PageBody>
  );
}
