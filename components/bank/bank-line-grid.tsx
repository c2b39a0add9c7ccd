"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { useChannelName } from "@/components/channel/channel-names";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { amountColumn, dayColumn, statusColumn, textColumn } from "@/components/grid/columns";
import { DayFilter } from "@/components/grid/day-filter";
import { DeskGrid } from "@/components/grid/desk-grid";
import { SearchFilter } from "@/components/grid/search-filter";
import type { GridColumn, GridFilters } from "@/components/grid/types";
import { useGridFilters } from "@/components/grid/use-grid-filters";
import type { ServerCommand } from "@/components/refusal/use-command";
import { EmptyState } from "@/components/ui/empty-state";
import { BANK_LINE_STATES, type BankLineDto } from "@/contracts/bank-views";
import { BankLinePanel } from "./bank-line-panel";
import { LINE_TONES } from "./bank-look";

const FILTERS = ["q", "state", "on"] as const;

type BankLineGridProps = {
  /** Which account or statement the lines are of. */
  given: GridFilters;
  /** Null for whoever may only look. */
  unmatch: ServerCommand<{ matchNo: string }> | null;
  refreshKey?: number;
};

/** The lines of a bank account, the newest day first, each with what it is matched with or what is wrong with it. */
export function BankLineGrid({ given, unmatch, refreshKey = 0 }: BankLineGridProps) {
  const t = useTranslations("bank");
  const columns = useLineColumns();
  const [open, setOpen] = useState<BankLineDto | null>(null);
  const [changes, setChanges] = useState(0);
  const { values, set, isFiltered } = useGridFilters(FILTERS);
  return (
    <section aria-label={t("lines.title")} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="min-w-24 flex-1 font-semibold text-base">{t("lines.title")}</h2>
        <SearchFilter value={values.q} onCommit={(q) => set("q", q)} label={t("lines.search")} className="w-72" />
        <ChoiceFilter
          label={t("lines.state")}
          any={t("lines.anyState")}
          options={BANK_LINE_STATES.map((state) => ({ value: state, label: t(`lines.filter.${state}`) }))}
          value={BANK_LINE_STATES.find((state) => state === values.state) ?? null}
          onCommit={(state) => set("state", state)}
          className="w-44"
        />
        <DayFilter value={values.on} onCommit={(on) => set("on", on)} label={t("lines.bookedOn")} />
      </div>
      <DeskGrid
        url="/api/grid/bank/lines"
        columns={columns}
        filters={{ ...values, ...given }}
        rowId={(row) => row.id}
        onOpen={setOpen}
        openId={open?.id ?? null}
        refreshKey={`${refreshKey}-${changes}`}
        ariaLabel={t("lines.title")}
        emptyState={
          <EmptyState
            kind={isFiltered ? "no-match" : "nothing-yet"}
            title={t(isFiltered ? "lines.noMatch" : "lines.none")}
            description={t(isFiltered ? "lines.noMatchText" : "lines.noneText")}
          />
        }
      />
      <BankLinePanel
        line={open}
        unmatch={unmatch}
        onClose={() => setOpen(null)}
        onUndone={() => {
          setOpen(null);
          setChanges((count) => count + 1);
        }}
      />
    </section>
  );
}

function useLineColumns(): GridColumn<BankLineDto>[] {
  const t = useTranslations("bank");
  const locale = useLocale();
  const channelName = useChannelName();
  return useMemo(
    () => [
      dayColumn({ key: "on", header: t("lines.bookedOn"), on: (row) => row.bookedOn }),
      amountColumn({
        key: "amount",
        header: t("lines.amount"),
        amountMinor: (row) => row.signedMinor,
        asset: (row) => row.asset,
        locale,
        signed: true,
        showAsset: true,
        width: 164,
      }),
      statusColumn({
        key: "state",
        header: t("lines.state"),
        status: (row) => ({ label: t(`lineState.${row.state}`), tone: LINE_TONES[row.state] }),
        width: 154,
      }),
      textColumn({ key: "for", header: t("lines.for"), text: (row) => sayDays(row, channelName), width: 232 }),
      textColumn({
        key: "from",
        header: t("lines.counterparty"),
        text: (row) => row.counterpartyName ?? "",
        width: 244,
      }),
      textColumn({
        key: "remark",
        header: t("lines.remark"),
        text: (row) => [row.ourReference, row.remark].filter((text) => text !== null).join(" · "),
        width: 300,
        grow: 1,
        muted: true,
      }),
    ],
    [t, locale, channelName],
  );
}

/** The days that a line is matched with, or is held against. */
function sayDays({ match, channel, settlesOn }: BankLineDto, nameOf: (code: string) => string): string {
  const [first, ...others] = match?.days ?? [];
  const last = others.at(-1);
  if (first) {
    const until = last ? ` … ${last.settlesOn.slice(5)} (${others.length + 1})` : "";
    return `${nameOf(first.channel)} ${first.settlesOn}${until}`;
  }
  return [channel === null ? null : nameOf(channel), settlesOn].filter((text) => text !== null).join(" ");
}
