import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { accountingToday } from "@/server/accounting-today";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { SettleDayDialog } from "./_components/settle-day-dialog";
import { SettlementDesk } from "./_components/settlement-desk";
import { releaseSettlementsAction, reviewSettlementsAction, runSettlementAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settlement"))("title") };
}

/** What merchants are settled, from computed to paid; several are looked over or let go in one go. */
export default async function SettlementPage() {
  const actor = await requirePermission("settlement.view");
  const t = await getTranslations("settlement");
  return (
    <PageBody>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          may(actor, "settlement.run") ? <SettleDayDialog today={accountingToday()} run={runSettlementAction} /> : null
        }
      />
      <SettlementDesk
        moves={{
          ...(may(actor, "settlement.review") ? { review: reviewSettlementsAction } : {}),
          ...(may(actor, "settlement.release") ? { release: releaseSettlementsAction } : {}),
        }}
      />
    </PageBody>
  );
}
