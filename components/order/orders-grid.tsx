"use client";

import { FilterX } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { useMemo } from "react";
import { useChannelName } from "@/components/channel/channel-names";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { amountColumn, dateTimeColumn, statusColumn, textColumn } from "@/components/grid/columns";
import { DayFilter } from "@/components/grid/day-filter";
import { DeskGrid } from "@/components/grid/desk-grid";
import { linkColumn } from "@/components/grid/link-column";
import { SearchFilter } from "@/components/grid/search-filter";
import type { GridColumn } from "@/components/grid/types";
import { useGridFilters } from "@/components/grid/use-grid-filters";
import { objectHref } from "@/components/object/object-href";
import { StatusBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import type { OrderRowDto } from "@/contracts/order-views";
import { ORDER_STATUSES } from "@/contracts/orders";
import { ORDER_TONES } from "./order-status";

const FILTERS = ["no", "status", "channel", "merchant", "from", "to"] as const;

type OrdersGridProps = {
  channels: readonly { readonly code: string; readonly name: string }[];
  /** Only this merchant's orders; its column and filter fall away. */
  merchantNo?: string | undefined;
};

/** Orders with their filters in the address. */
export function OrdersGrid({ channels, merchantNo }: OrdersGridProps) {
  const t = useTranslations("orders");
  const common = useTranslations("common");
  const router = useRouter();
  const columns = useColumns(merchantNo !== undefined);
  const filters = useGridFilters(FILTERS);
  const given = merchantNo === undefined ? filters.values : { ...filters.values, merchant: merchantNo };
  return (
    <div className="flex flex-col gap-3">
      <OrderFilterBar channels={channels} hasMerchant={merchantNo !== undefined} filters={filters} />
      <DeskGrid
        url="/api/grid/orders"
        columns={columns}
        filters={given}
        rowId={(row) => row.orderNo}
        onOpen={(row) => router.push(objectHref("order", row.orderNo) ?? "/orders")}
        ariaLabel={t("title")}
        emptyState={
          filters.isFiltered ? (
            <EmptyState
              kind="no-match"
              title={t("empty.noMatch")}
              description={t("empty.noMatchText")}
              action={<Button onClick={filters.clear}>{common("clearFilters")}</Button>}
            />
          ) : (
            <EmptyState kind="nothing-yet" title={t("empty.none")} description={t("empty.noneText")} />
          )
        }
      />
    </div>
  );
}

type FilterBarProps = {
  channels: OrdersGridProps["channels"];
  hasMerchant: boolean;
  filters: ReturnType<typeof useGridFilters<(typeof FILTERS)[number]>>;
};

function OrderFilterBar({ channels, hasMerchant, filters }: FilterBarProps) {
  const t = useTranslations("orders");
  const enums = useTranslations("enums");
  const common = useTranslations("common");
  const { values, set, clear, isFiltered } = filters;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchFilter value={values.no} onCommit={(no) => set("no", no)} label={t("filter.no")} className="w-68" isMain />
      <ChoiceFilter
        label={t("filter.status")}
        any={t("filter.anyStatus")}
        options={ORDER_STATUSES.map((value) => ({ value, label: enums(`orderStatus.${value}`) }))}
        value={values.status}
        onCommit={(status) => set("status", status)}
        className="w-30"
      />
      <ChoiceFilter
        label={t("filter.channel")}
        any={t("filter.anyChannel")}
        options={channels.map(({ code, name }) => ({ value: code, label: name }))}
        value={values.channel}
        onCommit={(channel) => set("channel", channel)}
        className="w-32"
      />
      {hasMerchant ? null : (
        <SearchFilter
          value={values.merchant}
          onCommit={(merchant) => set("merchant", merchant)}
          label={t("filter.merchant")}
          className="w-32"
        />
      )}
      <DayFilter label={t("filter.from")} value={values.from} onCommit={(from) => set("from", from)} />
      <DayFilter label={t("filter.to")} value={values.to} onCommit={(to) => set("to", to)} />
      {isFiltered ? <IconButton label={common("clearFilters")} icon={FilterX} onClick={clear} /> : null}
    </div>
  );
}

function useColumns(hasMerchant: boolean): GridColumn<OrderRowDto>[] {
  const t = useTranslations("orders");
  const enums = useTranslations("enums");
  const locale = useLocale();
  const zone = useTimeZone() ?? "UTC";
  const channelName = useChannelName();
  return useMemo(() => {
    const amount = (key: "due" | "paid" | "refunded", of: (row: OrderRowDto) => string | null, showAsset = false) =>
      amountColumn<OrderRowDto>({
        key,
        header: t(`column.${key}`),
        amountMinor: of,
        asset: (row) => row.asset,
        locale,
        showAsset,
        width: showAsset ? 122 : 92,
      });
    const merchant = linkColumn<OrderRowDto>({
      key: "merchant",
      header: t("column.merchant"),
      text: (row) => row.merchantName,
      href: (row) => objectHref("merchant", row.merchantNo),
      width: 112,
      grow: 2,
    });
    return [
      linkColumn({
        key: "orderNo",
        header: t("column.orderNo"),
        text: (row) => row.orderNo,
        href: (row) => objectHref("order", row.orderNo),
        width: 178,
        grow: hasMerchant ? 1 : undefined,
      }),
      dateTimeColumn({ key: "paidAt", header: t("column.paidAt"), at: (row) => row.paidAt, zone, width: 142 }),
      ...(hasMerchant ? [] : [merchant]),
      textColumn({
        key: "channel",
        header: t("column.channel"),
        text: (row) => (row.channel === null ? t("coupons") : channelName(row.channel)),
        width: 100,
      }),
      statusColumn({
        key: "status",
        header: t("column.status"),
        status: (row) => ({ label: enums(`orderStatus.${row.status}`), tone: ORDER_TONES[row.status] }),
        width: 112,
      }),
      amount("due", (row) => row.dueMinor),
      amount("paid", (row) => (row.status === "PAID" ? row.paidMinor : null), true),
      amount("refunded", (row) => (row.refundedMinor === "0" ? null : row.refundedMinor)),
      openItemsColumn(t),
    ];
  }, [t, enums, locale, zone, hasMerchant, channelName]);
}

function openItemsColumn(t: ReturnType<typeof useTranslations<"orders">>): GridColumn<OrderRowDto> {
  return {
    key: "openItems",
    header: t("column.open"),
    width: 68,
    text: (row) => (row.openItems === 0 ? "" : t("openItems", { count: row.openItems })),
    render: (row) => (row.openItems === 0 ? null : <StatusBadge tone="warning">{row.openItems}</StatusBadge>),
  };
}
