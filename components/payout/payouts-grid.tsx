"use client";

import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { useMemo } from "react";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { amountColumn, dateTimeColumn, statusColumn, textColumn } from "@/components/grid/columns";
import { DayFilter } from "@/components/grid/day-filter";
import { type BindFilter, FilteredGrid } from "@/components/grid/filtered-grid";
import { linkColumn } from "@/components/grid/link-column";
import { SearchFilter } from "@/components/grid/search-filter";
import type { GridColumn } from "@/components/grid/types";
import { objectHref } from "@/components/object/object-href";
import { PAYOUT_VIEWS, type PayoutRowDto } from "@/contracts/payout-views";
import { PAYOUT_STATUSES } from "@/core/payouts/payout";
import { PAYOUT_TONES } from "./payout-look";

const FILTERS = ["q", "show", "status", "channel", "merchant", "batch", "on"] as const;
type Choices = readonly { readonly code: string; readonly name: string }[];

/** Payouts with their filters in the address, the newest first. Enter opens one. */
export function PayoutsGrid({ channels }: { channels: Choices }) {
  const t = useTranslations("payouts");
  return (
    <FilteredGrid
      names={FILTERS}
      filters={(bind) => <FilterBar bind={bind} channels={channels} />}
      url="/api/grid/payouts"
      columns={useColumns()}
      rowId={(row) => row.payoutNo}
      hrefOf={(row) => objectHref("payout", row.payoutNo)}
      ariaLabel={t("title")}
      none={{ title: t("empty.none"), description: t("empty.noneText") }}
      noMatch={{ title: t("empty.noMatch"), description: t("empty.noMatchText") }}
    />
  );
}

function FilterBar({ bind, channels }: { bind: BindFilter<(typeof FILTERS)[number]>; channels: Choices }) {
  const t = useTranslations("payouts");
  const on = bind("on");
  // A file's own page leads here; nobody types its number.
  const batch = bind("batch");
  return (
    <>
      <SearchFilter {...bind("q")} label={t("filter.q")} className="w-52" isMain />
      <ChoiceFilter
        {...bind("show", PAYOUT_VIEWS)}
        label={t("filter.show")}
        any={t("filter.all")}
        options={PAYOUT_VIEWS.map((value) => ({ value, label: t(`view.${value}`) }))}
        className="w-36"
      />
      <ChoiceFilter
        {...bind("status", PAYOUT_STATUSES)}
        label={t("filter.status")}
        any={t("filter.anyStatus")}
        options={PAYOUT_STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
        className="w-36"
      />
      <ChoiceFilter
        {...bind("channel")}
        label={t("filter.channel")}
        any={t("filter.anyChannel")}
        options={channels.map(({ code, name }) => ({ value: code, label: name }))}
        className="w-32"
      />
      <SearchFilter {...bind("merchant")} label={t("filter.merchant")} className="w-32" />
      {batch.value === null ? null : <SearchFilter {...batch} label={t("filter.batch")} className="w-40" />}
      <DayFilter label={t("filter.on")} value={on.value} onCommit={on.onCommit} />
    </>
  );
}

function useColumns(): GridColumn<PayoutRowDto>[] {
  const t = useTranslations("payouts");
  const locale = useLocale();
  const zone = useTimeZone() ?? "UTC";
  return useMemo(
    () => [
      linkColumn({
        key: "no",
        header: t("column.no"),
        text: (row) => row.payoutNo,
        href: (row) => objectHref("payout", row.payoutNo),
        width: 220,
      }),
      statusColumn({
        key: "status",
        header: t("column.status"),
        status: ({ status }) => ({ label: t(`status.${status}`), tone: PAYOUT_TONES[status] }),
        width: 156,
      }),
      amountColumn({
        key: "amount",
        header: t("column.amount"),
        amountMinor: (row) => row.amountMinor,
        asset: (row) => row.asset,
        locale,
        showAsset: true,
        width: 140,
      }),
      linkColumn({
        key: "merchant",
        header: t("column.merchant"),
        text: (row) => row.merchant.name,
        href: (row) => objectHref("merchant", row.merchant.no),
        width: 180,
        grow: 1,
      }),
      textColumn({
        key: "payee",
        header: t("column.payee"),
        text: ({ payee }) => `${payee.maskedNo} ${payee.bank}`,
        width: 196,
      }),
      textColumn({ key: "channel", header: t("column.channel"), text: (row) => row.channel.name, width: 110 }),
      textColumn({ key: "reference", header: t("column.reference"), text: (row) => row.clientRef ?? "", width: 120 }),
      textColumn({ key: "source", header: t("column.source"), text: (row) => t(`source.${row.source}`), width: 136 }),
      dateTimeColumn({ key: "asked", header: t("column.asked"), at: (row) => row.requestedAt, zone }),
      dateTimeColumn({ key: "ended", header: t("column.ended"), at: (row) => row.finishedAt, zone }),
    ],
    [t, locale, zone],
  );
}
