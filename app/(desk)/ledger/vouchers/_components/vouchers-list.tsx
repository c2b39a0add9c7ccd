"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { dayColumn, textColumn } from "@/components/grid/columns";
import { DayFilter } from "@/components/grid/day-filter";
import { DeskGrid } from "@/components/grid/desk-grid";
import { linkColumn } from "@/components/grid/link-column";
import { moneyListColumn } from "@/components/grid/money-list-column";
import { SearchFilter } from "@/components/grid/search-filter";
import type { GridColumn } from "@/components/grid/types";
import { useGridFilters } from "@/components/grid/use-grid-filters";
import { objectHref } from "@/components/object/object-href";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useEventName } from "@/components/voucher/use-event-name";
import type { VoucherRowDto } from "@/contracts/ledger-views";
import { CATALOGUE } from "@/core/ledger/catalogue";

const FILTERS = ["no", "event", "from", "to"] as const;

export function VouchersList() {
  const t = useTranslations("ledger");
  const common = useTranslations("common");
  const router = useRouter();
  const eventName = useEventName();
  const columns = useColumns();
  const { values, set, clear, isFiltered } = useGridFilters(FILTERS);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <SearchFilter
          value={values.no}
          onCommit={(no) => set("no", no)}
          label={t("vouchers.search")}
          className="w-72"
          isMain
        />
        <ChoiceFilter
          label={t("vouchers.event")}
          any={t("vouchers.anyEvent")}
          options={Object.keys(CATALOGUE).map((event) => ({ value: event, label: eventName(event) }))}
          value={values.event}
          onCommit={(event) => set("event", event)}
          className="w-56"
        />
        <DayFilter label={t("vouchers.from")} value={values.from} onCommit={(from) => set("from", from)} />
        <DayFilter label={t("vouchers.to")} value={values.to} onCommit={(to) => set("to", to)} />
        {isFiltered ? (
          <Button variant="ghost" onClick={clear}>
            {common("clearFilters")}
          </Button>
        ) : null}
      </div>
      <DeskGrid
        url="/api/grid/vouchers"
        columns={columns}
        filters={values}
        rowId={(row) => row.voucherNo}
        onOpen={(row) => router.push(objectHref("voucher", row.voucherNo) ?? "/ledger")}
        ariaLabel={t("vouchers.title")}
        emptyState={
          isFiltered ? (
            <EmptyState
              kind="no-match"
              title={t("vouchers.noMatch")}
              action={<Button onClick={clear}>{common("clearFilters")}</Button>}
            />
          ) : (
            <EmptyState kind="nothing-yet" title={t("vouchers.none")} />
          )
        }
      />
    </div>
  );
}

function useColumns(): GridColumn<VoucherRowDto>[] {
  const t = useTranslations("ledger");
  const enums = useTranslations("enums");
  const eventName = useEventName();
  const locale = useLocale();
  return useMemo(() => {
    const about = (row: VoucherRowDto) => {
      const key = `objectType.${row.objectType}`;
      return `${enums.has(key) ? enums(key) : row.objectType} ${row.objectNo}`;
    };
    const state = (row: VoucherRowDto) => {
      if (row.reversesVoucherNo !== null) return t("vouchers.isReversal");
      return row.isReversed ? t("vouchers.isReversed") : "";
    };
    return [
      linkColumn({
        key: "no",
        header: t("vouchers.no"),
        text: (row) => row.voucherNo,
        href: (row) => objectHref("voucher", row.voucherNo),
        width: 176,
      }),
      dayColumn({ key: "day", header: t("vouchers.day"), on: (row) => row.accountingOn, width: 116 }),
      textColumn({
        key: "event",
        header: t("vouchers.event"),
        text: (row) => eventName(row.event),
        width: 160,
        grow: 1,
      }),
      linkColumn({
        key: "about",
        header: t("vouchers.about"),
        text: about,
        href: (row) => objectHref(row.objectType, row.objectNo),
        width: 244,
      }),
      {
        key: "state",
        header: t("vouchers.state"),
        width: 92,
        text: state,
        render: (row) => (state(row) === "" ? null : <Badge>{state(row)}</Badge>),
      },
      moneyListColumn({
        key: "amount",
        header: t("vouchers.amount"),
        amounts: (row) => row.totals,
        locale,
        width: 140,
      }),
    ];
  }, [t, enums, eventName, locale]);
}
