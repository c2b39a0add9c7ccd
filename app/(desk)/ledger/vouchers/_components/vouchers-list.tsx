"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { dayColumn, textColumn } from "@/components/grid/columns";
import { FilteredGrid } from "@/components/grid/filtered-grid";
import { linkColumn } from "@/components/grid/link-column";
import { moneyListColumn } from "@/components/grid/money-list-column";
import type { GridColumn } from "@/components/grid/types";
import { objectHref } from "@/components/object/object-href";
import { Badge } from "@/components/ui/badge";
import { useEventName } from "@/components/voucher/use-event-name";
import type { VoucherRowDto } from "@/contracts/ledger-views";
import { VOUCHER_FILTERS, VoucherFilters } from "./voucher-filters";

export function VouchersList() {
  const t = useTranslations("ledger");
  const columns = useColumns();
  return (
    <FilteredGrid
      names={VOUCHER_FILTERS}
      filters={(bind, values) => <VoucherFilters bind={bind} values={values} />}
      url="/api/grid/vouchers"
      columns={columns}
      rowId={(row) => row.voucherNo}
      hrefOf={(row) => objectHref("voucher", row.voucherNo)}
      ariaLabel={t("vouchers.title")}
      none={{ title: t("vouchers.none") }}
      noMatch={{ title: t("vouchers.noMatch") }}
    />
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
        width: 270,
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
