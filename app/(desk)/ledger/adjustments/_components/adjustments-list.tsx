"use client";

import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { useMemo } from "react";
import { APPROVAL_TONES } from "@/components/approval/approval-look";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { dateTimeColumn, statusColumn, textColumn } from "@/components/grid/columns";
import { FilteredGrid } from "@/components/grid/filtered-grid";
import { linkColumn } from "@/components/grid/link-column";
import { moneyListColumn } from "@/components/grid/money-list-column";
import { SearchFilter } from "@/components/grid/search-filter";
import type { GridColumn } from "@/components/grid/types";
import { objectHref } from "@/components/object/object-href";
import { useEventName } from "@/components/voucher/use-event-name";
import { ADJUSTMENT_STATES, type AdjustmentRowDto } from "@/contracts/adjustment-views";

/** What was asked for, whatever became of it. */
export function AdjustmentsList() {
  const t = useTranslations("adjustments");
  const enums = useTranslations("enums");
  const columns = useColumns();
  return (
    <FilteredGrid
      names={["q", "state", "mine"]}
      filters={(bind) => (
        <>
          <SearchFilter {...bind("q")} label={t("list.search")} className="w-64" isMain />
          <ChoiceFilter
            {...bind("state", ADJUSTMENT_STATES)}
            label={t("list.state")}
            any={t("list.anyState")}
            options={ADJUSTMENT_STATES.map((value) => ({ value, label: enums(`approvalStatus.${value}`) }))}
            className="w-48"
          />
          <ChoiceFilter
            {...bind("mine", ["1"])}
            label={t("list.maker")}
            any={t("list.anyMaker")}
            options={[{ value: "1", label: t("list.mine") }]}
            className="w-40"
          />
        </>
      )}
      url="/api/grid/adjustments"
      columns={columns}
      rowId={(row) => row.adjustmentNo}
      hrefOf={(row) => objectHref("adjustment", row.adjustmentNo)}
      ariaLabel={t("title")}
      none={{ title: t("list.none"), description: t("list.noneText") }}
      noMatch={{ title: t("list.noMatch") }}
    />
  );
}

function useColumns(): GridColumn<AdjustmentRowDto>[] {
  const t = useTranslations("adjustments");
  const enums = useTranslations("enums");
  const eventName = useEventName();
  const locale = useLocale();
  const zone = useTimeZone() ?? "UTC";
  return useMemo(
    () => [
      linkColumn({
        key: "no",
        header: t("column.no"),
        text: (row) => row.adjustmentNo,
        href: (row) => objectHref("adjustment", row.adjustmentNo),
        width: 160,
      }),
      statusColumn({
        key: "state",
        header: t("column.state"),
        status: (row) => ({ label: enums(`approvalStatus.${row.state}`), tone: APPROVAL_TONES[row.state] }),
        width: 108,
      }),
      textColumn({ key: "event", header: t("column.event"), text: (row) => eventName(row.event), width: 112 }),
      textColumn({
        key: "reason",
        header: t("column.reason"),
        text: (row) => t(`reason.${row.reasonCode}`),
        width: 136,
      }),
      textColumn({ key: "note", header: t("column.note"), text: (row) => row.note, width: 100, grow: 1, muted: true }),
      textColumn({ key: "maker", header: t("column.maker"), text: (row) => row.maker, width: 100 }),
      dateTimeColumn({ key: "created", header: t("column.created"), at: (row) => row.createdAt, zone }),
      moneyListColumn({ key: "amount", header: t("column.amount"), amounts: (row) => row.totals, locale, width: 116 }),
    ],
    [t, enums, eventName, locale, zone],
  );
}
