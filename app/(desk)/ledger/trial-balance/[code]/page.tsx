import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { Alert } from "@/components/ui/alert";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { dayWire } from "@/contracts/wire";
import { CHART } from "@/core/ledger/chart";
import { accountingToday } from "@/server/accounting-today";
import { requirePermission } from "@/server/auth/actor";
import { TrialAccounts } from "./_components/trial-accounts";

type Props = {
  params: Promise<{ code: string }>;
  searchParams: Promise<{ date?: string | string[]; asset?: string | string[] }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await getTranslations("ledger"))("trial.title")} ${(await params).code}` };
}

/** From a line of the trial balance to the accounts behind it. */
export default async function TrialSubjectPage({ params, searchParams }: Props) {
  const actor = await requirePermission("ledger.view");
  const [{ code }, search, t, locale] = await Promise.all([
    params,
    searchParams,
    getTranslations("ledger"),
    getLocale(),
  ]);
  const subject = CHART.find((one) => one.code === code);
  if (!subject) notFound();
  const asked = dayWire.safeParse(search.date);
  const date = asked.success ? asked.data : accountingToday();
  const name = locale === "zh-CN" ? subject.nameZh : subject.nameEn;
  return (
    <PageBody>
      <PageHeader
        crumbs={[
          { label: t("title"), href: "/ledger" },
          { label: `${t("trial.title")} ${date}`, href: `/ledger/trial-balance?date=${date}` },
          { label: code },
        ]}
        title={`${code} ${name}`}
        description={t("trial.subjectText", { date })}
      />
      {actor.scope === null ? (
        <TrialAccounts subject={code} date={date} asset={typeof search.asset === "string" ? search.asset : null} />
      ) : (
        <Alert tone="info" title={t("trial.scoped")}>
          {t("trial.scopedText")}
        </Alert>
      )}
    </PageBody>
  );
}
