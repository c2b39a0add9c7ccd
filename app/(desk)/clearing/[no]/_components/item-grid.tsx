"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { ExportMenu } from "@/components/export/export-menu";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { type BindFilter, FilteredGrid } from "@/components/grid/filtered-grid";
import { SearchFilter } from "@/components/grid/search-filter";
import { useGridFilters } from "@/components/grid/use-grid-filters";
import { CLEARING_KINDS, CLEARING_ROWS, NO_CHANNEL } from "@/contracts/clearing-views";
import { ItemSum } from "./item-sum";
import { itemHref, useItemColumns } from "./use-item-columns";

const FILTERS = ["merchant", "channel", "kind", "part", "asset"] as const;
type Choices = readonly { readonly code: string; readonly name: string }[];
type ItemGridProps = { batchNo: string; channels: Choices };

/** The orders, refunds and adjustments behind the sums, and what the rows shown come to. Enter opens one. */
export function ItemGrid({ batchNo, channels }: ItemGridProps) {
  const t = useTranslations("clearing");
  const { values } = useGridFilters(FILTERS);
  const given = useMemo(() => ({ batch: batchNo }), [batchNo]);
  const part = CLEARING_ROWS.find((one) => one === values.part) ?? null;
  return (
    <FilteredGrid
      names={FILTERS}
      given={given}
      filters={(bind) => <FilterBar bind={bind} channels={channels} />}
      aside={
        <>
          <ItemSum batchNo={batchNo} filters={values} />
          <ExportMenu
            url={`/api/clearing/${encodeURIComponent(batchNo)}/export`}
            filters={{ of: "items", ...values }}
          />
        </>
      }
      url="/api/grid/clearing-items"
      columns={useItemColumns(part)}
      rowId={(row) => row.key}
      hrefOf={itemHref}
      ariaLabel={t("tab.items")}
      none={{ title: t("items.none"), description: t("lines.noneText") }}
      noMatch={{ title: t("items.noMatch"), description: t("items.noMatchText") }}
    />
  );
}

function FilterBar({ bind, channels }: { bind: BindFilter<(typeof FILTERS)[number]>; channels: Choices }) {
  const t = useTranslations("clearing");
  // A figure's link says the currency; where there is one alone nobody chooses it.
  const asset = bind("asset");
  return (
    <>
      <SearchFilter {...bind("merchant")} label={t("filter.merchant")} className="w-44" isMain />
      <ChoiceFilter
        {...bind("channel")}
        label={t("filter.channel")}
        any={t("filter.anyChannel")}
        options={[
          ...channels.map(({ code, name }) => ({ value: code, label: name })),
          { value: NO_CHANNEL, label: t("noChannel") },
        ]}
        className="w-40"
      />
      <ChoiceFilter
        {...bind("kind", CLEARING_KINDS)}
        label={t("filter.kind")}
        any={t("filter.anyKind")}
        options={CLEARING_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        className="w-52"
      />
      <ChoiceFilter
        {...bind("part", CLEARING_ROWS)}
        label={t("filter.part")}
        any={t("filter.anyPart")}
        options={CLEARING_ROWS.map((value) => ({ value, label: t(`figure.${value}`) }))}
        className="w-40"
      />
      {asset.value === null ? null : <SearchFilter {...asset} label={t("filter.asset")} className="w-24" />}
    </>
  );
}
