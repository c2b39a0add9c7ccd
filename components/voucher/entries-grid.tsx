"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useMemo } from "react";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { amountColumn, dayColumn, textColumn } from "@/components/grid/columns";
import { DayFilter } from "@/components/grid/day-filter";
import { DeskGrid } from "@/components/grid/desk-grid";
import { linkColumn } from "@/components/grid/link-column";
import type { GridColumn } from "@/components/grid/types";
import { useGridFilters } from "@/components/grid/use-grid-filters";
import { objectHref } from "@/components/object/object-href";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { EntryRowDto } from "@/contracts/ledger-views";
import { useEventName } from "./use-event-name";

const FILTERS = ["side", "from", "to"] as const;

/** The entries of one account with its balance before and after each. */
export function EntriesGrid({ accountNo, aside }: { accountNo: string; aside?: ReactNode }) {
  const t = useTranslations("ledger");
  const common = useTranslations("common");
  const router = useRouter();
  const columns = useColumns();
  const { values, set, clear, isFiltered } = useGridFilters(FILTERS);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <ChoiceFilter
          label={t("entry.side")}
          any={t("entry.anySide")}
          options={(["DEBIT", "CREDIT"] as const).map((value) => ({ value, label: t(`side.${value}`) }))}
          value={values.side}
          onCommit={(side) => set("side", side)}
          className="w-36"
        />
        <DayFilter label={t("vouchers.from")} value={values.from} onCommit={(from) => set("from", from)} />
        <DayFilter label={t("vouchers.to")} value={values.to} onCommit={(to) => set("to", to)} />
        {isFiltered ? (
          <Button variant="ghost" onClick={clear}>
            {common("clearFilters")}
          </Button>
        ) : null}
        {aside ? <div className="ml-auto flex items-center gap-3">{aside}</div> : null}
      </div>
      <DeskGrid
        url="/api/grid/entries"
        columns={columns}
        filters={{ account: accountNo, ...values }}
        rowId={(row) => row.accountSeq}
        onOpen={(row) => router.push(objectHref("voucher", row.voucherNo) ?? "/ledger")}
        ariaLabel={t("account.entries")}
        emptyState={
          isFiltered ? (
            <EmptyState
              kind="no-match"
              title={t("entry.noMatch")}
              action={<Button onClick={clear}>{common("clearFilters")}</Button>}
            />
          ) : (
            <EmptyState kind="nothing-yet" title={t("entry.none")} />
          )
        }
      />
    </div>
  );
}

function useColumns(): GridColumn<EntryRowDto>[] {
  const t = useTranslations("ledger");
  const eventName = useEventName();
  const locale = useLocale();
  return useMemo(() => {
    const amount = (key: "debit" | "credit" | "before" | "after", of: (row: EntryRowDto) => string | null) =>
      amountColumn<EntryRowDto>({
        key,
        header: t(`entry.${key}`),
        amountMinor: of,
        asset: (row) => row.asset,
        locale,
        width: 116,
      });
    return [
      textColumn({ key: "seq", header: t("entry.seq"), text: (row) => row.accountSeq, width: 60, muted: true }),
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
        width: 160,
        grow: 1,
      }),
      amount("debit", (row) => (row.side === "DEBIT" ? row.amountMinor : null)),
      amount("credit", (row) => (row.side === "CREDIT" ? row.amountMinor : null)),
      amount("before", (row) => row.beforeMinor),
      amount("after", (row) => row.afterMinor),
    ];
  }, [t, eventName, locale]);
}
