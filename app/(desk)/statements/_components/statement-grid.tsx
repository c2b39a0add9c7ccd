"use client";

import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { useMemo } from "react";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import {
  amountColumn,
  countColumn,
  dateTimeColumn,
  dayColumn,
  statusColumn,
  textColumn,
} from "@/components/grid/columns";
import { DayFilter } from "@/components/grid/day-filter";
import { FilteredGrid } from "@/components/grid/filtered-grid";
import { linkColumn } from "@/components/grid/link-column";
import { SearchFilter } from "@/components/grid/search-filter";
import type { GridColumn } from "@/components/grid/types";
import { objectHref } from "@/components/object/object-href";
import type { Tone } from "@/components/ui/badge";
import { STATEMENT_STATES, type StatementReconciliation, type StatementRowDto } from "@/contracts/statement-views";

const FILTERS = ["q", "channel", "state", "on"] as const;
const RECONCILIATION_TONES: Record<StatementReconciliation, Tone> = {
  NONE: "warning",
  CURRENT: "success",
  OUTDATED: "warning",
};

type StatementGridProps = { channels: readonly { code: string; name: string }[]; refreshKey: number };

/** Every version of every statement, the newest day first. */
export function StatementGrid({ channels, refreshKey }: StatementGridProps) {
  const t = useTranslations("statements");
  const columns = useStatementColumns();
  return (
    <section aria-label={t("title")}>
      <FilteredGrid
        names={FILTERS}
        filters={(bind) => (
          <>
            <SearchFilter {...bind("q")} label={t("filter.search")} className="w-80" />
            <ChoiceFilter
              {...bind("channel")}
              label={t("field.channel")}
              any={t("filter.anyChannel")}
              options={channels.map(({ code, name }) => ({ value: code, label: name }))}
              className="w-48"
            />
            <ChoiceFilter
              {...bind("state", STATEMENT_STATES)}
              label={t("field.version")}
              any={t("filter.any")}
              options={STATEMENT_STATES.map((state) => ({ value: state, label: t(`filter.${state}`) }))}
              className="w-44"
            />
            <DayFilter {...bind("on")} label={t("field.day")} />
          </>
        )}
        url="/api/grid/statements"
        columns={columns}
        rowId={(row) => row.statementNo}
        hrefOf={(row) => objectHref("statement", row.statementNo)}
        refreshKey={refreshKey}
        ariaLabel={t("title")}
        none={{ title: t("empty.nothing"), description: t("empty.nothingText") }}
        noMatch={{ title: t("empty.noMatch"), description: t("empty.noMatchText") }}
      />
    </section>
  );
}

function useStatementColumns(): GridColumn<StatementRowDto>[] {
  const t = useTranslations("statements");
  const locale = useLocale();
  const zone = useTimeZone() ?? "UTC";
  return useMemo(() => {
    const amount = (key: string, header: string, amountMinor: (row: StatementRowDto) => string) =>
      amountColumn<StatementRowDto>({ key, header, amountMinor, asset: (row) => row.asset, locale, width: 112 });
    return [
      dayColumn({ key: "settlesOn", header: t("field.day"), on: (row) => row.settlesOn }),
      textColumn({ key: "channel", header: t("field.channel"), text: (row) => row.channelName, width: 156 }),
      linkColumn({
        key: "no",
        header: t("field.statementNo"),
        text: (row) => row.statementNo,
        href: (row) => objectHref("statement", row.statementNo),
        width: 164,
      }),
      textColumn({ key: "version", header: t("field.version"), text: (row) => `v${row.version}`, width: 76 }),
      statusColumn({
        key: "reconciliation",
        header: t("field.reconciliation"),
        status: (row) =>
          row.isNewest
            ? { label: t(`reconciliation.${row.reconciliation}`), tone: RECONCILIATION_TONES[row.reconciliation] }
            : { label: t("reconciliation.SUPERSEDED"), tone: "neutral" },
        width: 134,
      }),
      countColumn({ key: "lines", header: t("field.lines"), count: (row) => row.lines, locale, width: 70 }),
      amount("payments", t("field.payments"), (row) => row.payments.amountMinor),
      amount("refunds", t("field.refunds"), (row) => row.refunds.amountMinor),
      amount("fee", t("field.fee"), (row) => row.feeMinor),
      textColumn({
        key: "file",
        header: t("field.file"),
        text: (row) => row.fileName,
        width: 300,
        grow: 1,
        muted: true,
      }),
      dateTimeColumn({ key: "at", header: t("field.importedAt"), at: (row) => row.importedAt, zone }),
    ];
  }, [t, locale, zone]);
}
