"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { amountColumn, textColumn } from "@/components/grid/columns";
import { FilteredGrid } from "@/components/grid/filtered-grid";
import { linkColumn } from "@/components/grid/link-column";
import { SearchFilter } from "@/components/grid/search-filter";
import type { GridColumn } from "@/components/grid/types";
import { objectHref } from "@/components/object/object-href";
import { formatRatio } from "@/components/position/format-ratio";
import type { ClearingTermRowDto } from "@/contracts/clearing-views";
import { formatAmount } from "@/core/money/format-money";

const FILTERS = ["merchant"] as const;
/** Bounds of fees and fixed shares are agreed in it. */
const ASSET = "CNY";

/** What each merchant's contract said when the batch was computed. */
export function TermGrid({ batchNo }: { batchNo: string }) {
  const t = useTranslations("clearing");
  const given = useMemo(() => ({ batch: batchNo }), [batchNo]);
  return (
    <FilteredGrid
      names={FILTERS}
      given={given}
      filters={(bind) => <SearchFilter {...bind("merchant")} label={t("filter.merchant")} className="w-44" isMain />}
      aside={<p className="text-muted text-sm">{t("terms.text")}</p>}
      url="/api/grid/clearing-terms"
      columns={useTermColumns()}
      rowId={(row) => row.merchant.no}
      hrefOf={(row) => objectHref("merchant", row.merchant.no)}
      ariaLabel={t("tab.terms")}
      none={{ title: t("terms.none") }}
      noMatch={{ title: t("terms.noMatch"), description: t("terms.noMatchText") }}
    />
  );
}

function useTermColumns(): GridColumn<ClearingTermRowDto>[] {
  const t = useTranslations("clearing");
  const locale = useLocale();
  const say = useTermWords();
  return useMemo(() => {
    return [
      linkColumn({
        key: "merchant",
        header: t("column.merchant"),
        text: (row) => `${row.merchant.name} · ${row.merchant.no}`,
        href: (row) => objectHref("merchant", row.merchant.no),
        width: 276,
        grow: 1,
      }),
      {
        ...textColumn<ClearingTermRowDto>({
          key: "fee",
          header: t("column.feeBps"),
          text: (row) => formatRatio(`${row.feeBps}`, locale),
          width: 100,
        }),
        align: "end",
      },
      amountColumn({
        key: "volume",
        header: t("column.volume"),
        amountMinor: (row) => (row.tiers.length === 0 ? null : row.volumeMinor),
        asset: () => ASSET,
        locale,
        width: 172,
      }),
      textColumn({
        key: "tiers",
        header: t("column.tiers"),
        text: (row) => say.tiers(row),
        width: 200,
      }),
      amountColumn({
        key: "least",
        header: t("column.feeMin"),
        amountMinor: (row) => row.feeMinMinor,
        asset: () => ASSET,
        locale,
        width: 110,
      }),
      amountColumn({
        key: "most",
        header: t("column.feeMax"),
        amountMinor: (row) => row.feeMaxMinor,
        asset: () => ASSET,
        locale,
        width: 110,
      }),
      textColumn({
        key: "return",
        header: t("column.feeReturn"),
        text: (row) => t(`terms.feeReturn.${row.feeReturn}`),
        width: 180,
      }),
      textColumn({
        key: "shares",
        header: t("column.shares"),
        text: (row) => say.shares(row),
        width: 240,
        grow: 2,
      }),
    ];
  }, [t, locale, say]);
}

/** Agreements with several parts, each in a few words. */
function useTermWords() {
  const t = useTranslations("clearing");
  const locale = useLocale();
  return useMemo(() => {
    const percent = (bps: number) => formatRatio(`${bps}`, locale);
    const money = (minor: string) => formatAmount(BigInt(minor), ASSET, locale);
    const share = ({ merchantNo, bps, fixedMinor }: ClearingTermRowDto["shares"][number]) =>
      fixedMinor === "0"
        ? t("terms.share", { merchantNo, percent: percent(bps) })
        : t("terms.shareFixed", { merchantNo, percent: percent(bps), fixed: money(fixedMinor) });
    const tier = ({ fromMinor, feeBps }: ClearingTermRowDto["tiers"][number]) =>
      t("terms.tier", { from: money(fromMinor), percent: percent(feeBps) });
    return {
      shares: (row: ClearingTermRowDto) => row.shares.map(share).join(", "),
      tiers: (row: ClearingTermRowDto) => row.tiers.map(tier).join(", "),
    };
  }, [t, locale]);
}
