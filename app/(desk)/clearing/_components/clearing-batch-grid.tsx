"use client";

import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { useMemo } from "react";
import { countColumn, dateTimeColumn, dayColumn, textColumn } from "@/components/grid/columns";
import { FilteredGrid } from "@/components/grid/filtered-grid";
import { linkColumn } from "@/components/grid/link-column";
import { moneyListColumn } from "@/components/grid/money-list-column";
import type { GridColumn } from "@/components/grid/types";
import { objectHref } from "@/components/object/object-href";
import type { ClearingBatchRowDto, ClearingSumsDto } from "@/contracts/clearing-views";

const NO_FILTERS = [] as const;

/** Every day that was cleared, the newest first. */
export function ClearingBatchGrid({ refreshKey }: { refreshKey: string }) {
  const t = useTranslations("clearing");
  return (
    <section aria-label={t("batches")}>
      <FilteredGrid
        names={NO_FILTERS}
        heading={<h2 className="flex-1 font-semibold text-base">{t("batches")}</h2>}
        filters={() => null}
        url="/api/grid/clearing-batches"
        columns={useBatchColumns()}
        rowId={(row) => row.batchNo}
        hrefOf={(row) => objectHref("clearing", row.batchNo)}
        ariaLabel={t("batches")}
        refreshKey={refreshKey}
        none={{ title: t("none"), description: t("noneText") }}
        noMatch={{ title: t("none") }}
      />
    </section>
  );
}

function useBatchColumns(): GridColumn<ClearingBatchRowDto>[] {
  const t = useTranslations("clearing");
  const locale = useLocale();
  const zone = useTimeZone() ?? "UTC";
  return useMemo(() => {
    const sum = (key: "grossMinor" | "refundMinor" | "shareMinor" | "netMinor", header: string, width = 128) =>
      moneyListColumn<ClearingBatchRowDto>({ key, header, amounts: amountsOf((sums) => sums[key]), locale, width });
    return [
      linkColumn({
        key: "no",
        header: t("column.no"),
        text: (row) => row.batchNo,
        href: (row) => objectHref("clearing", row.batchNo),
        width: 164,
      }),
      dayColumn({ key: "day", header: t("column.day"), on: (row) => row.accountingOn }),
      countColumn({
        key: "merchants",
        header: t("column.merchants"),
        count: (row) => row.merchants,
        locale,
        width: 92,
      }),
      countColumn({ key: "items", header: t("column.items"), count: (row) => row.items, locale, width: 92 }),
      countColumn({ key: "carried", header: t("column.carried"), count: (row) => row.carried, locale, width: 116 }),
      sum("grossMinor", t("figure.gross")),
      sum("refundMinor", t("figure.refund")),
      moneyListColumn<ClearingBatchRowDto>({
        key: "fee",
        header: t("figure.fee"),
        amounts: amountsOf(feeOf),
        locale,
        width: 116,
      }),
      sum("shareMinor", t("figure.share"), 116),
      sum("netMinor", t("figure.net")),
      dateTimeColumn({ key: "at", header: t("column.at"), at: (row) => row.computedAt, zone }),
      textColumn({
        key: "by",
        header: t("column.by"),
        text: (row) => row.computedBy ?? t("system"),
        width: 110,
        grow: 1,
        muted: true,
      }),
    ];
  }, [t, locale, zone]);
}

function amountsOf(minorOf: (sums: ClearingSumsDto) => string) {
  return ({ sums }: ClearingBatchRowDto) => sums.map((each) => ({ amountMinor: minorOf(each), asset: each.asset }));
}

/** What was charged less what was given back. */
function feeOf({ feeChargedMinor, feeReturnedMinor }: ClearingSumsDto): string {
  return `${BigInt(feeChargedMinor) - BigInt(feeReturnedMinor)}`;
}
