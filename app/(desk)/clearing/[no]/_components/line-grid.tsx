"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { ExportMenu } from "@/components/export/export-menu";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { amountColumn, countColumn, textColumn } from "@/components/grid/columns";
import { FilteredGrid } from "@/components/grid/filtered-grid";
import { linkColumn } from "@/components/grid/link-column";
import { SearchFilter } from "@/components/grid/search-filter";
import type { GridColumn } from "@/components/grid/types";
import { useGridFilters } from "@/components/grid/use-grid-filters";
import { objectHref } from "@/components/object/object-href";
import { LINK_CLASS } from "@/components/object/object-link";
import { type ClearingLineRowDto, type ClearingPart, NO_CHANNEL } from "@/contracts/clearing-views";
import { rowsHref } from "./rows-href";

const FILTERS = ["merchant", "channel"] as const;
type Choices = readonly { readonly code: string; readonly name: string }[];
type LineGridProps = { batchNo: string; channels: Choices };

/** The sums of each merchant at each channel; Enter opens their items. */
export function LineGrid({ batchNo, channels }: LineGridProps) {
  const t = useTranslations("clearing");
  const { values } = useGridFilters(FILTERS);
  const given = useMemo(() => ({ batch: batchNo }), [batchNo]);
  return (
    <FilteredGrid
      names={FILTERS}
      given={given}
      filters={(bind) => (
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
            className="w-44"
          />
        </>
      )}
      aside={
        <ExportMenu url={`/api/clearing/${encodeURIComponent(batchNo)}/export`} filters={{ of: "lines", ...values }} />
      }
      url="/api/grid/clearing-lines"
      columns={useLineColumns(batchNo)}
      rowId={(row) => row.key}
      hrefOf={(row) => rowsHref(batchNo, lineOf(row))}
      ariaLabel={t("tab.lines")}
      none={{ title: t("lines.none"), description: t("lines.noneText") }}
      noMatch={{ title: t("lines.noMatch"), description: t("lines.noMatchText") }}
    />
  );
}

function lineOf({ merchant, channel, asset }: ClearingLineRowDto) {
  return { merchant: merchant.no, channel: channel?.no ?? NO_CHANNEL, asset };
}

function useLineColumns(batchNo: string): GridColumn<ClearingLineRowDto>[] {
  const t = useTranslations("clearing");
  const locale = useLocale();
  return useMemo(() => {
    const figure = (part: ClearingPart | "net", width = 112): GridColumn<ClearingLineRowDto> => {
      const amountMinor = (row: ClearingLineRowDto) => row[`${part}Minor`];
      const asset = (row: ClearingLineRowDto) => row.asset;
      const column = amountColumn({ key: part, header: t(`figure.${part}`), amountMinor, asset, locale, width });
      return {
        ...column,
        render: (row) =>
          amountMinor(row) === "0" ? (
            <span className="text-faint">{column.text(row)}</span>
          ) : (
            <Link
              href={rowsHref(batchNo, { ...lineOf(row), ...(part === "net" ? {} : { part }) })}
              prefetch={false}
              tabIndex={-1}
              className={LINK_CLASS}
            >
              {column.text(row)}
            </Link>
          ),
      };
    };
    return [
      linkColumn({
        key: "merchant",
        header: t("column.merchant"),
        text: (row) => `${row.merchant.name} · ${row.merchant.no}`,
        href: (row) => objectHref("merchant", row.merchant.no),
        width: 276,
        grow: 1,
      }),
      textColumn({
        key: "channel",
        header: t("column.channel"),
        text: (row) => row.channel?.name ?? t("noChannel"),
        width: 152,
      }),
      textColumn({ key: "asset", header: t("column.asset"), text: (row) => row.asset, width: 92 }),
      countColumn({ key: "items", header: t("column.items"), count: (row) => row.items, locale, width: 76 }),
      figure("gross"),
      figure("refund"),
      figure("feeCharged"),
      figure("feeReturned", 128),
      figure("share"),
      figure("received", 124),
      figure("adjustment"),
      figure("net", 120),
      figure("cost"),
    ];
  }, [batchNo, t, locale]);
}
