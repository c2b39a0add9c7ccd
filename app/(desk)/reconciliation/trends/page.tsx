import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ReconciliationTabs } from "@/components/batch/reconciliation-tabs";
import { EmptyState } from "@/components/ui/empty-state";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { trendSearch } from "@/contracts/trend-views";
import { accountingToday } from "@/server/accounting-today";
import { requirePermission } from "@/server/auth/actor";
import { listChannelChoices } from "@/server/queries/list-channel-choices";
import { listChannelTrends } from "@/server/queries/list-channel-trends";
import { ChannelTrend } from "./_components/channel-trend";
import { TrendFilters } from "./_components/trend-filters";

type TrendsPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("reconciliation"))("trends.title") };
}

/** Break rates against what is usual, and fees against the contract, channel by channel. */
export default async function TrendsPage({ searchParams }: TrendsPageProps) {
  await requirePermission("reconciliation.view");
  const t = await getTranslations("reconciliation");
  const { days, channel } = trendSearch.parse(await searchParams);
  const [channels, trends] = await Promise.all([
    listChannelChoices(),
    listChannelTrends(accountingToday(), Number.parseInt(days, 10), channel ?? null),
  ]);
  const known = trends.filter((trend) => trend.days.length > 0);
  return (
    <PageBody>
      <PageHeader title={t("trends.title")} description={t("trends.description")} />
      <ReconciliationTabs current="trends" />
      <TrendFilters days={days} channel={channel ?? null} channels={channels} />
      {known.length === 0 ? (
        <EmptyState kind="nothing-yet" title={t("trends.none")} description={t("trends.noneText")} />
      ) : null}
      {known.map((trend) => (
        <ChannelTrend key={trend.channel} trend={trend} />
      ))}
    </PageBody>
  );
}
