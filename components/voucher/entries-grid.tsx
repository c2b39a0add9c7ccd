"use client";

import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useMemo } from "react";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { amountColumn, dayColumn, textColumn } from "@/components/grid/columns";
import { DayFilter } from "@/components/grid/day-filter";
import { FilteredGrid } from "@/components/grid/filtered-grid";
import { linkColumn } from "@/components/grid/link-column";
import type { GridColumn } from "@/components/grid/types";
import { objectHref } from "@/components/object/object-href";
import type { EntryRowDto } from "@/contracts/ledger-views";
import { useEventName } from "./use-event-name";

const FILTERS = ["side", "from", "to"] as const;

/** The entries of one account with the balance that each left. */
export function EntriesGrid({ accountNo, aside }: { accountNo: string; aside?: ReactNode }) {
  const t = useTranslations("ledger");
  const columns = useColumns();
  return (
    <FilteredGrid
      names={FILTERS}
      given={{ account: accountNo }}
      filters={(bind) => (
        <>
          <ChoiceFilter
            {...bind("side")}
            label={t("entry.side")}
            any={t("entry.anySide")}
            options={(["DEBIT", "CREDIT"] as const).map((value) => ({ value, label: t(`side.${value}`) }))}
            className="w-36"
          />
          <DayFilter {...bind("from")} label={t("vouchers.from")} />
          <DayFilter {...bind("to")} label={t("vouchers.to")} />
        </>
      )}
      aside={aside}
      url="/api/grid/entries"
      columns={columns}
      rowId={(row) => row.entryId}
      hrefOf={(row) => objectHref("voucher", row.voucherNo)}
      ariaLabel={t("account.entries")}
      none={{ title: t("entry.none") }}
      noMatch={{ title: t("entry.noMatch") }}
    />
  );
}

function useColumns(): GridColumn<EntryRowDto>[] {
  const t = useTranslations("ledger");
  const eventName = useEventName();
  const locale = useLocale();
  return useMemo(() => {
    const amount = (key: "debit" | "credit" | "after", of: (row: EntryRowDto) => string | null) =>
      amountColumn<EntryRowDto>({
        key,
        header: t(`entry.${key}`),
        amountMinor: of,
        asset: (row) => row.asset,
        locale,
        width: 116,
      });
    return [
      textColumn({ key: "seq", header: t("entry.seq"), text: (row) => row.accountSeq ?? "", width: 60, muted: true }),
      dayColumn({ key: "day", header: t("entry.day"), on: (row) => row.accountingOn, width: 100 }),
      linkColumn({
        key: "voucher",
        header: t("entry.voucher"),
        text: (row) => row.voucherNo,
        href: (row) => objectHref("voucher", row.voucherNo),
        width: 160,
      }),
      linkColumn({
        key: "what",
        header: t("entry.what"),
        text: (row) => `${eventName(row.event)} · ${row.objectNo}`,
        href: (row) => objectHref(row.objectType, row.objectNo),
        width: 300,
        grow: 1,
      }),
      amount("debit", (row) => (row.side === "DEBIT" ? row.amountMinor : null)),
      amount("credit", (row) => (row.side === "CREDIT" ? row.amountMinor : null)),
      amount("after", (row) => row.afterMinor),
    ];
  }, [t, eventName, locale]);
}
