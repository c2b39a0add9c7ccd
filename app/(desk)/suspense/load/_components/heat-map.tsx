import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { cn } from "@/components/ui/cn";
import { ScrollRegion } from "@/components/ui/scroll-region";
import type { HeatCellDto, HeatMapDto } from "@/contracts/load-views";
import type { AgeBand } from "@/core/suspense/item";

/** What is old burns more than what is many: an item of thirty days weighs as ten of today. */
const WEIGHTS: Record<AgeBand, number> = { "0-1": 1, "2-3": 2, "4-7": 4, "8-30": 7, ">30": 10 };
const WARMTHS = ["", "bg-warning-soft/40", "bg-warning-soft", "bg-danger-soft"] as const;

/** Kind by age: the number says how much, the shade where to look first; each cell leads to exactly its rows. */
export function HeatMap({ heat }: { heat: HeatMapDto }) {
  const t = useTranslations("suspense");
  const enums = useTranslations("enums");
  const hottest = Math.max(0, ...heat.rows.flatMap(({ cells }) => cells.map(heatOf)));
  return (
    <ScrollRegion label={t("load.heat")}>
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{t("load.heat")}</caption>
        <thead>
          <tr className="border-line border-b text-muted text-xs">
            <th scope="col" className="px-4 py-2 text-left font-medium">
              {t("column.kind")}
            </th>
            {heat.totals.map(({ band }) => (
              <th key={band} scope="col" className="px-3 py-2 text-right font-medium">
                {t(`band.${band}`)}
              </th>
            ))}
            <th scope="col" className="px-4 py-2 text-right font-medium">
              {t("load.all")}
            </th>
          </tr>
        </thead>
        <tbody>
          {heat.rows.map(({ kind, cells, total }) => (
            <tr key={kind} className="border-line border-b">
              <th scope="row" className="px-4 py-1 text-left font-medium">
                {enums(`outcome.${kind}`)}
              </th>
              {cells.map((cell) => (
                <HeatCell
                  key={cell.band}
                  cell={cell}
                  query={{ kind, age: cell.band }}
                  warmth={warmthOf(heatOf(cell), hottest)}
                />
              ))}
              <HeatCell cell={total} query={{ kind }} warmth="font-medium" />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="bg-sunken/60">
            <th scope="row" className="px-4 py-1 text-left font-medium">
              {t("load.all")}
            </th>
            {heat.totals.map(({ band, ...cell }) => (
              <HeatCell key={band} cell={cell} query={{ age: band }} warmth="font-medium" />
            ))}
            <HeatCell cell={allOf(heat)} query={{}} warmth="font-semibold" withoutSum />
          </tr>
        </tfoot>
      </table>
    </ScrollRegion>
  );
}

type HeatCellProps = {
  cell: HeatCellDto;
  query: Record<string, string>;
  warmth: string;
  withoutSum?: boolean | undefined;
};

function HeatCell({ cell, query, warmth, withoutSum = false }: HeatCellProps) {
  const format = useFormatter();
  if (cell.count === 0) return <td className="px-3 py-1 text-right text-faint">—</td>;
  const search = `${new URLSearchParams(query)}`;
  return (
    <td className={cn("p-0 text-right", warmth)}>
      <Link
        href={search === "" ? "/suspense?status=open" : `/suspense?${search}`}
        prefetch={false}
        className="block px-3 py-1.5 hover:underline focus-visible:-outline-offset-2"
      >
        <span className="tabular block">{format.number(cell.count)}</span>
        {withoutSum
          ? null
          : cell.amounts.map(({ amountMinor, asset }) => (
              <span key={asset} className="block whitespace-nowrap text-muted text-xs">
                <Amount amountMinor={amountMinor} asset={asset} /> {asset}
              </span>
            ))}
      </Link>
    </td>
  );
}

/** By its share of the hottest cell. */
function warmthOf(heat: number, hottest: number): string {
  if (heat === 0 || hottest === 0) return "";
  const share = heat / hottest;
  return WARMTHS[share > 0.6 ? 3 : share > 0.25 ? 2 : 1];
}

function heatOf({ band, count }: { band: AgeBand; count: number }): number {
  return count * WEIGHTS[band];
}

function allOf({ totals }: HeatMapDto): HeatCellDto {
  return { count: totals.reduce((sum, { count }) => sum + count, 0), amounts: [] };
}
