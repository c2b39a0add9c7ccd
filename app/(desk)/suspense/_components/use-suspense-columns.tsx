"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { amountColumn, textColumn } from "@/components/grid/columns";
import { linkColumn } from "@/components/grid/link-column";
import type { GridColumn } from "@/components/grid/types";
import { formatDay } from "@/components/money/format-date";
import { objectHref } from "@/components/object/object-href";
import { ItemStatusBadge, KindBadge } from "@/components/suspense/item-badges";
import type { SuspenseRowDto } from "@/contracts/suspense-views";
import { hiddenColumnsOf } from "@/contracts/view-address";

type Column = GridColumn<SuspenseRowDto>;

/** The queue's columns but those that the address hides: what decides first comes first, since a panel may cover the rest. */
export function useSuspenseColumns(hide: string | null): Column[] {
  const all = useAllColumns();
  return useMemo(() => {
    const hidden: readonly string[] = hiddenColumnsOf(hide);
    return all.filter(({ key }) => !hidden.includes(key));
  }, [all, hide]);
}

function useAllColumns(): Column[] {
  const t = useTranslations("suspense");
  const enums = useTranslations("enums");
  const locale = useLocale();
  return useMemo((): Column[] => {
    const kind: Column = {
      key: "kind",
      header: t("column.kind"),
      width: 144,
      text: (row) => `${enums(`outcome.${row.kind}`)} · ${enums(`direction.${row.direction}`)}`,
      render: (row) => <KindBadge kind={row.kind} direction={row.direction} short />,
    };
    const status: Column = {
      key: "status",
      header: t("column.status"),
      width: 128,
      text: (row) => enums(`suspenseStatus.${row.status}`),
      render: (row) => <ItemStatusBadge status={row.status} />,
    };
    const delta = amountColumn<SuspenseRowDto>({
      key: "delta",
      header: t("column.delta"),
      amountMinor: (row) => (row.direction === "SHORT" ? `-${row.amountMinor}` : row.amountMinor),
      asset: (row) => row.asset,
      locale,
      signed: true,
      showAsset: true,
      width: 140,
    });
    return [
      textColumn({ key: "itemNo", header: t("column.itemNo"), text: (row) => row.itemNo, width: 147 }),
      kind,
      delta,
      { ...ageColumn(t), align: "end" },
      status,
      textColumn({
        key: "assignee",
        header: t("column.assignee"),
        text: (row) => (row.isMine ? t("fact.me") : (row.assignee ?? "—")),
        width: 78,
      }),
      textColumn({ key: "channel", header: t("column.channel"), text: (row) => row.channel.no, width: 88 }),
      linkColumn<SuspenseRowDto>({
        key: "key",
        header: t("column.key"),
        text: (row) => row.matchKey,
        href: (row) => (row.orderNo === null ? null : objectHref("order", row.orderNo)),
        width: 166,
      }),
      linkColumn<SuspenseRowDto>({
        key: "merchant",
        header: t("column.merchant"),
        text: (row) => row.merchant?.name ?? "—",
        href: (row) => (row.merchant ? objectHref("merchant", row.merchant.no) : null),
        width: 110,
        grow: 1,
      }),
      dueColumn(t),
    ];
  }, [t, enums, locale]);
}

/** The age in bank days; in the two oldest bands it stands out. */
function ageColumn(t: ReturnType<typeof useTranslations<"suspense">>): Column {
  return {
    key: "age",
    header: t("column.age"),
    width: 68,
    text: (row) => t("ageShort", { days: row.ageDays }),
    className: (row) => (row.ageBand === ">30" || row.ageBand === "8-30" ? "font-semibold text-danger" : ""),
  };
}

/** By when its service level wants it settled; a word says that the day is past, not the colour alone. */
function dueColumn(t: ReturnType<typeof useTranslations<"suspense">>): Column {
  return {
    key: "dueOn",
    header: t("column.dueOn"),
    width: 148,
    text: ({ dueOn, isOverdue }) => (isOverdue ? `${formatDay(dueOn)} ${t("fact.overdue")}` : formatDay(dueOn)),
    className: ({ isOverdue }) => (isOverdue ? "text-danger" : ""),
  };
}
