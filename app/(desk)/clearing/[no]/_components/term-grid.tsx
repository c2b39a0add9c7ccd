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
  return useMemo(() => {
    const share = ({ merchantNo, bps, fixedMinor }: ClearingTermRowDto["shares"][number]) => {
      const percent = formatRatio(`${bps}`, locale);
      if (fixedMinor === "0") return t("terms.share", { merchantNo, percent });
      return t("terms.shareFixed", { merchantNo, percent, fixed: formatAmount(BigInt(fixedMinor), ASSET, locale) });
    };
    const tier = ({ fromMinor, feeBps }: ClearingTermRowDto["tiers"][number]) =>
      t("terms.tier", {
        from: formatAmount(BigInt(fromMinor), ASSET, locale),
        percent: formatRatio(`${feeBps}`, locale),
      });
    return [
      linkColumn({
        key: "merchant",
        header: t("column.merchant"),
        text: (row) => `${row.merchant.name} · ${row.merchant.no}`,
        href: (row) => objectHref("merchant", row.merchant.no),
        width: 220,
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
        width: 130,
      }),
      textColumn({
        key: "tiers",
        header: t("column.tiers"),
        text: (row) => row.tiers.map(tier).join(", "),
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
        text: (row) => row.shares.map(share).join(", "),
        width: 240,
        grow: 2,
      }),
    ];
  }, [t, locale]);
}
