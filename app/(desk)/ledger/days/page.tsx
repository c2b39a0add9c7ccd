import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Alert } from "@/components/ui/alert";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { LedgerTabs } from "@/components/voucher/ledger-tabs";
import { requirePermission } from "@/server/auth/actor";
import { getClock } from "@/server/clock";
import { readAccountingDays } from "@/server/queries/list-accounting-days";
import { ClosedDays } from "./_components/closed-days";
import { DaysHead } from "./_components/days-head";
import { OpenDays } from "./_components/open-days";
import { closeDayAction, proposeDayReopenAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("ledger"))("days.title") };
}

export default async function AccountingDaysPage() {
  const actor = await requirePermission("ledger.view");
  const t = await getTranslations("ledger");
  const days = await readAccountingDays(actor, getClock().now());
  return (
    <PageBody>
      <PageHeader title={t("days.title")} description={t("days.description")} />
      <LedgerTabs current="days" />
      {days ? (
        <>
          <DaysHead days={days} />
          <OpenDays days={days} close={closeDayAction} roles={actor.roles} />
          <ClosedDays days={days} ask={proposeDayReopenAction} roles={actor.roles} />
        </>
      ) : (
        <Alert tone="info" title={t("days.scoped")}>
          {t("days.scopedText")}
        </Alert>
      )}
    </PageBody>
  );
}
