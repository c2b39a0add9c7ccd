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
import { REFUND_TONES } from "@/components/order/order-status";
import { REFUND_STATES, type RefundRowDto } from "@/contracts/refund-views";
import { REFUND_ROUTES } from "@/core/refunds/route";

const FILTERS = ["q", "status", "route", "channel", "merchant", "on", "doubt"] as const;
type Choices = readonly { readonly code: string; readonly name: string }[];

/** Refunds with their filters in the address, the newest first. Enter opens one. */
export function RefundsGrid({ channels }: { channels: Choices }) {
  const t = useTranslations("refunds");
  return (
    <FilteredGrid
      names={FILTERS}
      filters={(bind) => <RefundFilterBar bind={bind} channels={channels} />}
      url="/api/grid/refunds"
      columns={useColumns()}
      rowId={(row) => row.refundNo}
      hrefOf={(row) => objectHref("refund", row.refundNo)}
      ariaLabel={t("title")}
      none={{ title: t("empty.none"), description: t("empty.noneText") }}
      noMatch={{ title: t("empty.noMatch"), description: t("empty.noMatchText") }}
    />
  );
}

function RefundFilterBar({ bind, channels }: { bind: BindFilter<(typeof FILTERS)[number]>; channels: Choices }) {
  const t = useTranslations("refunds");
  const enums = useTranslations("enums");
  const on = bind("on");
  return (
    <>
      <SearchFilter {...bind("q")} label={t("filter.q")} className="w-72" isMain />
      <ChoiceFilter
        {...bind("status", REFUND_STATES)}
        label={t("filter.status")}
        any={t("filter.anyStatus")}
        options={REFUND_STATES.map((value) => ({ value, label: enums(`refundStatus.${value}`) }))}
        className="w-32"
      />
      <ChoiceFilter
        {...bind("doubt", ["1"])}
        label={t("filter.doubt")}
        any={t("filter.anyDoubt")}
        options={[{ value: "1", label: t("filter.inDoubt") }]}
        className="w-30"
      />
      <ChoiceFilter
        {...bind("route", REFUND_ROUTES)}
        label={t("filter.route")}
        any={t("filter.anyRoute")}
        options={REFUND_ROUTES.map((value) => ({ value, label: enums(`refundRoute.${value}`) }))}
        className="w-32"
      />
      <ChoiceFilter
        {...bind("channel")}
        label={t("filter.channel")}
        any={t("filter.anyChannel")}
        options={channels.map(({ code, name }) => ({ value: code, label: name }))}
        className="w-32"
      />
      <SearchFilter {...bind("merchant")} label={t("filter.merchant")} className="w-36" />
      <DayFilter label={t("filter.on")} value={on.value} onCommit={on.onCommit} />
    </>
  );
}

function useColumns(): GridColumn<RefundRowDto>[] {
  const t = useTranslations("refunds");
  const enums = useTranslations("enums");
  const locale = useLocale();
  const zone = useTimeZone() ?? "UTC";
  return useMemo(() => {
    const amount = (key: "amount" | "cash", of: (row: RefundRowDto) => string) =>
      amountColumn<RefundRowDto>({
        key,
        header: t(`column.${key}`),
        amountMinor: of,
        asset: (row) => row.asset,
        locale,
        showAsset: key === "amount",
        width: key === "amount" ? 124 : 100,
      });
    return [
      linkColumn({
        key: "no",
        header: t("column.no"),
        text: (row) => row.refundNo,
        href: (row) => objectHref("refund", row.refundNo),
        width: 208,
      }),
      statusColumn({
        key: "status",
        header: t("column.status"),
        status: (row) => ({ label: enums(`refundStatus.${row.status}`), tone: REFUND_TONES[row.status] }),
        width: 170,
      }),
      amount("amount", (row) => row.amountMinor),
      amount("cash", (row) => row.channelMinor),
      textColumn({
        key: "route",
        header: t("column.route"),
        text: (row) => enums(`refundRoute.${row.route ?? "ORIGINAL"}`),
        width: 118,
      }),
      textColumn({
        key: "channel",
        header: t("column.channel"),
        text: (row) => row.channel?.name ?? t("coupons"),
        width: 148,
      }),
      linkColumn({
        key: "order",
        header: t("column.order"),
        text: (row) => row.orderNo ?? t("noOrder"),
        href: (row) => (row.orderNo === null ? null : objectHref("order", row.orderNo)),
        width: 176,
      }),
      linkColumn({
        key: "merchant",
        header: t("column.merchant"),
        text: (row) => row.merchant?.name ?? "",
        href: (row) => (row.merchant ? objectHref("merchant", row.merchant.no) : null),
        width: 196,
        grow: 1,
      }),
      dateTimeColumn({ key: "received", header: t("column.received"), at: (row) => row.receivedAt, zone, width: 144 }),
      dateTimeColumn({
        key: "succeeded",
        header: t("column.succeeded"),
        at: (row) => row.succeededAt,
        zone,
        width: 144,
      }),
    ];
  }, [t, enums, locale, zone]);
}
