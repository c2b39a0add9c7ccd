import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CoverageAlert } from "@/components/position/coverage-alert";
import { CoverageChart } from "@/components/position/coverage-chart";
import { PlaceChart } from "@/components/position/place-chart";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { positionSearch } from "@/contracts/position-views";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { getClock } from "@/server/clock";
import { getPosition } from "@/server/queries/get-position";
import { getPositionAhead } from "@/server/queries/get-position-ahead";
import { Ahead } from "./_components/ahead";
import { CoverageTiles } from "./_components/coverage-tiles";
import { HeldTable } from "./_components/held-table";
import { OwedTable } from "./_components/owed-table";
import { toWhatIf } from "./_components/to-what-if";
import { proposeMinimumAction, proposeTransferAction } from "./actions";

type PositionPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Business days after today. */
const DAYS_AHEAD = 5;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("position"))("title") };
}

/** Whether what falls due can be paid, day by day; then what we hold for others and what we owe them, per asset. */
export default async function PositionPage({ searchParams }: PositionPageProps) {
  const actor = await requirePermission("position.view");
  const t = await getTranslations("position");
  const now = getClock().now();
  const whatIf = toWhatIf(positionSearch.parse(await searchParams));
  const [ahead, { coverages, accounts, owed }] = await Promise.all([
    getPositionAhead({ count: DAYS_AHEAD, whatIf, now }),
    getPosition(),
  ]);
  return (
    <PageBody>
      <PageHeader title={t("title")} description={t("description")} />
      <Ahead
        ahead={ahead}
        isSupposed={whatIf.payout !== null || whatIf.late !== null}
        proposeTransfer={may(actor, "reserve.transfer") ? proposeTransferAction : null}
        proposeMinimum={may(actor, "reserve.limit") ? proposeMinimumAction : null}
      />
      {coverages.map((coverage, index) => (
        <section key={coverage.asset} aria-labelledby={coverage.asset} className="flex flex-col gap-section">
          <div className="flex flex-col gap-3">
            <h2 id={coverage.asset} className="font-semibold text-base">
              {t("coverageTitle", { asset: coverage.asset })}
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
