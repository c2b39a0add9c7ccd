import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { LedgerTabs } from "@/components/voucher/ledger-tabs";
import { requirePermission } from "@/server/auth/actor";
import { readChart } from "@/server/queries/list-accounts";
import { LiveChart } from "./_components/live-chart";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("ledger"))("title") };
}

export default async function LedgerPage({ searchParams }: { searchParams: Promise<{ asset?: string | string[] }> }) {
  const actor = await requirePermission("ledger.view");
  const t = await getTranslations("ledger");
  const [chart, { asset }] = await Promise.all([readChart(actor), searchParams]);
  const assets = chart.totals.map((total) => total.asset);
  return (
    <PageBody>
      <PageHeader title={t("title")} description={t("description")} />
      <LedgerTabs current="chart" />
      <LiveChart chart={chart} asset={assets.find((one) => one === asset) ?? assets[0] ?? "CNY"} />
    </PageBody>
  );
}
