"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { DAY_TONES } from "@/components/bank/bank-look";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { amountColumn, dayColumn, statusColumn, textColumn } from "@/components/grid/columns";
import { DayFilter } from "@/components/grid/day-filter";
import { DeskGrid } from "@/components/grid/desk-grid";
import type { GridColumn } from "@/components/grid/types";
import { useGridFilters } from "@/components/grid/use-grid-filters";
import type { ServerCommand } from "@/components/refusal/use-command";
import { EmptyState } from "@/components/ui/empty-state";
import type { RemittanceDto } from "@/contracts/bank-views";
import { DAY_STATES } from "@/core/remittances/remittance";
import { RemittancePanel } from "./remittance-panel";

const FILTERS = ["channel", "state", "on"] as const;

type RemittanceGridProps = {
  channels: readonly { code: string; name: string }[];
  match: ServerCommand<{ matchNo: string }> | null;
};

/** Expected beside received, a row a channel's day. Enter opens what is behind it. */
export function RemittanceGrid({ channels, match }: RemittanceGridProps) {
  const t = useTranslations("bank");
  const columns = useColumns();
  const [open, setOpen] = useState<RemittanceDto | null>(null);
  const [changes, setChanges] = useState(0);
  const { values, set, isFiltered } = useGridFilters(FILTERS);
  return (
    <section aria-label={t("remittances.title")} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <ChoiceFilter
          label={t("remittances.channel")}
          any={t("remittances.anyChannel")}
          options={channels.map(({ code, name }) => ({ value: code, label: name }))}
          value={values.channel}
          onCommit={(channel) => set("channel", channel)}
          className="w-52"
        />
        <ChoiceFilter
          label={t("remittances.state")}
          any={t("remittances.anyState")}
          options={DAY_STATES.map((state) => ({ value: state, label: t(`dayState.${state}`) }))}
          value={DAY_STATES.find((state) => state === values.state) ?? null}
          onCommit={(state) => set("state", state)}
          className="w-52"
        />
        <DayFilter value={values.on} onCommit={(on) => set("on", on)} label={t("remittances.settlesOn")} />
      </div>
      <DeskGrid
        url="/api/grid/bank/remittances"
        columns={columns}
        filters={values}
        rowId={(row) => row.id}
        onOpen={setOpen}
        openId={open?.id ?? null}
        refreshKey={changes}
        ariaLabel={t("remittances.title")}
        emptyState={
          <EmptyState
            kind={isFiltered ? "no-match" : "nothing-yet"}
            title={t(isFiltered ? "remittances.noMatch" : "remittances.none")}
            description={t(isFiltered ? "lines.noMatchText" : "remittances.noneText")}
          />
        }
      />
      <RemittancePanel
        day={open}
        match={match}
        onClose={() => setOpen(null)}
        onMatched={() => {
          setOpen(null);
          setChanges((count) => count + 1);
        }}
      />
    </section>
  );
}

function useColumns(): GridColumn<RemittanceDto>[] {
  const t = useTranslations("bank");
  const locale = useLocale();
  return useMemo(() => {
    const amount = (key: string, amountMinor: (row: RemittanceDto) => string) =>
      amountColumn<RemittanceDto>({
        key,
        header: t(`remittances.${key}`),
        amountMinor,
        asset: (row) => row.asset,
        locale,
        width: 122,
      });
    return [
      dayColumn({ key: "settlesOn", header: t("remittances.settlesOn"), on: (row) => row.settlesOn, width: 122 }),
      textColumn({ key: "channel", header: t("remittances.channel"), text: (row) => row.channelName, width: 156 }),
      statusColumn({
        key: "state",
        header: t("remittances.state"),
        status: (row) => ({ label: t(`dayState.${row.state}`), tone: DAY_TONES[row.state] }),
        width: 168,
      }),
      amount("net", (row) => row.netMinor),
      amount("received", (row) => row.receivedMinor),
      amount("open", (row) => row.openMinor),
      textColumn({ key: "asset", header: t("account.asset"), text: (row) => row.asset, width: 88 }),
      dayColumn({ key: "dueOn", header: t("remittances.dueOn"), on: (row) => row.dueOn }),
      textColumn({ key: "account", header: t("account.code"), text: (row) => row.bankAccount, width: 130 }),
      textColumn({
        key: "lines",
        header: t("remittances.lines"),
        text: (row) =>
          row.lines.map((line) => `${line.bookedOn} ${line.counterpartyName ?? line.remark ?? ""}`).join("; "),
        width: 320,
        grow: 1,
        muted: true,
      }),
    ];
  }, [t, locale]);
}
