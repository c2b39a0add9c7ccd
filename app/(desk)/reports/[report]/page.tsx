import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Alert } from "@/components/ui/alert";
import { EmptyState } from "@/components/ui/empty-state";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { REPORTS, type ReportName, reportSearch } from "@/contracts/report-views";
import { REPORT_DAYS } from "@/core/reports/report-days";
import { accountingToday } from "@/server/accounting-today";
import { requirePermission } from "@/server/auth/actor";
import { readReport } from "@/server/queries/reports/read-report";
import { chooseRange } from "@/server/reports/choose-range";
import { RangePicker } from "./_components/range-picker";
import { ReportTables } from "./_components/report-tables";
import { ReportTabs } from "./_components/report-tabs";

type Props = {
  params: Promise<{ report: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const findReport = (name: string): ReportName | undefined => REPORTS.find((one) => one === name);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("reports");
  const report = findReport((await params).report);
  return { title: report ? t(`report.${report}.title`) : t("title") };
}

/** One report of some days: every figure leads to the rows behind it. */
export default async function ReportPage({ params, searchParams }: Props) {
  const actor = await requirePermission("report.view");
  const name = findReport((await params).report);
  if (!name) notFound();
  const t = await getTranslations("reports");
  const { channel, ...asked } = reportSearch.parse(await searchParams);
  const { from, to, isAsked } = chooseRange(asked, accountingToday());
  return (
    <PageBody>
      <PageHeader title={t(`report.${name}.title`)} description={t(`report.${name}.description`)} />
      <ReportTabs current={name} />
      {actor.scope === null ? (
        <>
          {isAsked ? null : <Alert tone="warning" title={t("badRange", { days: REPORT_DAYS })} />}
          <RangePicker report={name} from={from} to={to} channel={channel ?? null} />
          <Report name={name} range={{ from, to, channel: channel ?? null }} />
        </>
      ) : (
        <Alert tone="info" title={t("scoped")}>
          {t("scopedText")}
        </Alert>
      )}
    </PageBody>
  );
}

type ReportProps = { name: ReportName; range: { from: string; to: string; channel: string | null } };

async function Report({ name, range }: ReportProps) {
  const t = await getTranslations("reports");
  const report = await readReport(name, range);
  if (report.tables.length === 0) {
    const { from, to } = range;
    return <EmptyState kind="nothing-yet" title={t("none")} description={t("noneText", { from, to })} />;
  }
  return <ReportTables report={report} />;
}
