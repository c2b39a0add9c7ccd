import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Alert } from "@/components/ui/alert";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { LedgerTabs } from "@/components/voucher/ledger-tabs";
import { dayWire } from "@/contracts/wire";
import { requirePermission } from "@/server/auth/actor";
import { readTrialBalanceOf } from "@/server/queries/get-trial-balance";
import { DayPicker } from "./_components/day-picker";
import { TrialBalanceTables } from "./_components/trial-balance-tables";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("ledger"))("trial.title") };
}

type Props = { searchParams: Promise<{ date?: string | string[] }> };

export default async function TrialBalancePage({ searchParams }: Props) {
  const actor = await requirePermission("ledger.view");
  const t = await getTranslations("ledger");
  const asked = dayWire.optional().safeParse((await searchParams).date);
  const trial = await readTrialBalanceOf(actor, asked.data ?? null);
  return (
    <PageBody>
      <PageHeader title={t("trial.title")} description={t("trial.description")} />
      <LedgerTabs current="trial" />
      {asked.success ? null : <Alert tone="warning" title={t("trial.badDate")} />}
      {trial ? (
        <>
          <DayPicker date={trial.date} before={trial.before} after={trial.after} roles={actor.roles} />
          <TrialBalanceTables trial={trial} />
        </>
      ) : (
        <Alert tone="info" title={t("trial.scoped")}>
          {t("trial.scopedText")}
        </Alert>
      )}
    </PageBody>
  );
}
