"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import {
  amountColumn,
  countColumn,
  dateTimeColumn,
  dayColumn,
  statusColumn,
  textColumn,
} from "@/components/grid/columns";
import { DeskGrid } from "@/components/grid/desk-grid";
import type { GridColumn } from "@/components/grid/types";
import type { Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/input";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";
import { STATEMENT_STATES, type StatementReconciliation, type StatementRowDto } from "@/contracts/statement-views";

const ANY = "any";
const RECONCILIATION_TONES: Record<StatementReconciliation, Tone> = {
  NONE: "warning",
  CURRENT: "success",
  OUTDATED: "warning",
};

type StatementGridProps = { channels: readonly { code: string; name: string }[]; refreshKey: number };

/** Every version of every statement, the newest day first. */
export function StatementGrid({ channels, refreshKey }: StatementGridProps) {
  const t = useTranslations("statements");
  const router = useRouter();
  const columns = useStatementColumns();
  const [filters, setFilters] = useQueryStates({
    q: parseAsString,
    channel: parseAsString,
    state: parseAsStringLiteral(STATEMENT_STATES),
    on: parseAsString,
  });
  const isFiltered = Object.values(filters).some((value) => value !== null);
  const channelOptions = [
    { value: ANY, label: t("filter.anyChannel") },
    ...channels.map(({ code, name }) => ({ value: code, label: name })),
  ];
  const stateOptions = [ANY, ...STATEMENT_STATES].map((value) => ({ value, label: t(`filter.${value}`) }));
  return (
    <section aria-label={t("title")} className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <SearchField
          aria-label={t("filter.search")}
          placeholder={t("filter.search")}
          value={filters.q ?? ""}
          onValueChange={(q) => setFilters({ q: q || null })}
          className="w-72"
        />
        <Select
          aria-label={t("field.channel")}
          options={channelOptions}
          value={filters.channel ?? ANY}
          onValueChange={(channel) => setFilters({ channel: channel === ANY ? null : channel })}
          className="w-48"
        />
        <Select
          aria-label={t("field.version")}
          options={stateOptions}
          value={filters.state ?? ANY}
          onValueChange={(value) => setFilters({ state: STATEMENT_STATES.find((state) => state === value) ?? null })}
          className="w-44"
        />
        <Input
          type="date"
          aria-label={t("field.settlesOn")}
          value={filters.on ?? ""}
          onChange={(event) => setFilters({ on: event.target.value || null })}
          className="w-40"
        />
        {isFiltered ? (
          <Button variant="ghost" onClick={() => setFilters(null)}>
            {t("filter.clear")}
          </Button>
        ) : null}
      </div>
      <DeskGrid
        url="/api/grid/statements"
        columns={columns}
        filters={filters}
        rowId={(row) => row.statementNo}
        onOpen={(row) => router.push(`/statements/${row.statementNo}`)}
        refreshKey={refreshKey}
        ariaLabel={t("title")}
        emptyState={
          isFiltered ? (
            <EmptyState kind="no-match" title={t("empty.noMatch")} description={t("empty.noMatchText")} />
          ) : (
            <EmptyState kind="nothing-yet" title={t("empty.nothing")} description={t("empty.nothingText")} />
          )
        }
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
      textColumn({ key: "no", header: t("field.statementNo"), text: (row) => row.statementNo, width: 164 }),
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
        width: 160,
        grow: 1,
        muted: true,
      }),
      dateTimeColumn({ key: "at", header: t("field.importedAt"), at: (row) => row.importedAt, zone }),
    ];
  }, [t, locale, zone]);
}
