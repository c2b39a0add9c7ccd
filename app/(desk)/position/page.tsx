import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CoverageAlert } from "@/components/position/coverage-alert";
import { CoverageChart } from "@/components/position/coverage-chart";
import { PlaceChart } from "@/components/position/place-chart";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { getPosition } from "@/server/queries/get-position";
import { CoverageTiles } from "./_components/coverage-tiles";
import { HeldTable } from "./_components/held-table";
import { OwedTable } from "./_components/owed-table";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("position"))("title") };
}

/** What we hold for others and what we owe them, per asset, as the books have it now. */
export default async function PositionPage() {
  await requirePermission("position.view");
  const t = await getTranslations("position");
  const { coverages, accounts, owed } = await getPosition();
  return (
    <PageBody>
      <PageHeader title={t("title")} description={t("description")} />
      {coverages.map((coverage, index) => (
        <section key={coverage.asset} aria-labelledby={coverage.asset} className="flex flex-col gap-section">
          <div className="flex flex-col gap-3">
            <h2 id={coverage.asset} className="font-semibold text-base">
              {t("inAsset", { asset: coverage.asset })}
            </h2>
            <CoverageAlert coverage={coverage} />
            <CoverageTiles coverage={coverage} />
          </div>
          <div className="grid items-start gap-section lg:grid-cols-2">
            {index === 0 ? <CoverageChart coverage={coverage} /> : null}
            {index === 0 ? <PlaceChart accounts={accounts} asset={coverage.asset} /> : null}
            <HeldTable accounts={accounts} coverage={coverage} />
            <OwedTable accounts={accounts} owed={owed} coverage={coverage} />
          </div>
        </section>
      ))}
    </PageBody>
  );
}
