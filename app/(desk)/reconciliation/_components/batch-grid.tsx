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
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { BATCH_SHOWN, type BatchRowDto } from "@/contracts/reconciliation-views";

const ANY = "any";

/** Every run that there was, the newest first. */
export function BatchGrid({ channels }: { channels: readonly { code: string; name: string }[] }) {
  const t = useTranslations("reconciliation");
  const router = useRouter();
  const columns = useBatchColumns();
  const [filters, setFilters] = useQueryStates({
    channel: parseAsString,
    on: parseAsString,
    show: parseAsStringLiteral(BATCH_SHOWN),
  });
  const isFiltered = Object.values(filters).some((value) => value !== null);
  return (
    <section aria-label={t("batches.title")} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="min-w-24 flex-1 font-semibold text-base">{t("batches.title")}</h2>
        {isFiltered ? (
          <Button variant="ghost" onClick={() => setFilters(null)}>
            {t("batches.clear")}
          </Button>
        ) : null}
        <Select
          aria-label={t("field.channel")}
          options={[
            { value: ANY, label: t("batches.anyChannel") },
            ...channels.map(({ code, name }) => ({ value: code, label: name })),
          ]}
          value={filters.channel ?? ANY}
          onValueChange={(channel) => setFilters({ channel: channel === ANY ? null : channel })}
          className="w-48"
        />
        <Select
          aria-label={t("field.run")}
          options={[ANY, ...BATCH_SHOWN].map((value) => ({ value, label: t(`batches.${value}`) }))}
          value={filters.show ?? ANY}
          onValueChange={(value) => setFilters({ show: BATCH_SHOWN.find((known) => known === value) ?? null })}
          className="w-40"
        />
        <Input
          type="date"
          aria-label={t("field.statementOn")}
          value={filters.on ?? ""}
          onChange={(event) => setFilters({ on: event.target.value || null })}
          className="w-40"
        />
      </div>
      <DeskGrid
        url="/api/grid/batches"
        columns={columns}
        filters={filters}
        rowId={(row) => row.batchNo}
        onOpen={(row) => router.push(`/reconciliation/${row.batchNo}`)}
        ariaLabel={t("batches.title")}
        emptyState={
          <EmptyState
            kind={isFiltered ? "no-match" : "nothing-yet"}
            title={t(isFiltered ? "batches.noMatch" : "batches.none")}
            description={t(isFiltered ? "batches.noMatchText" : "batches.noneText")}
          />
        }
      />
    </section>
  );
}

function useBatchColumns(): GridColumn<BatchRowDto>[] {
  const t = useTranslations("reconciliation");
  const locale = useLocale();
  const zone = useTimeZone() ?? "UTC";
  return useMemo(() => {
    const count = (key: string, header: string, of: (row: BatchRowDto) => number) =>
      countColumn<BatchRowDto>({ key, header, count: of, locale, width: 88 });
    return [
      textColumn({ key: "no", header: t("field.batchNo"), text: (row) => row.batchNo, width: 164 }),
      textColumn({ key: "channel", header: t("field.channel"), text: (row) => row.channelName, width: 156, grow: 1 }),
      dayColumn({ key: "on", header: t("field.day"), on: (row) => row.statementOn }),
      countColumn({ key: "run", header: t("field.run"), count: (row) => row.runNo, locale, width: 64 }),
      statusColumn({
        key: "balance",
        header: t("field.balance"),
        status: (row) =>
          row.isCurrent
            ? { label: t(row.isBalanced ? "balanced" : "unbalanced"), tone: row.isBalanced ? "success" : "danger" }
            : { label: t("batches.replaced"), tone: "neutral" },
        width: 128,
      }),
      count("matched", t("field.matched"), (row) => row.matched),
      count("waiting", t("field.waiting"), (row) => row.waitingOurs + row.waitingChannel),
      count("broken", t("field.broken"), (row) => row.broken),
      count("released", t("field.released"), (row) => row.released),
      amountColumn({
        key: "cost",
        header: t("field.cost"),
        amountMinor: (row) => row.costMinor,
        asset: (row) => row.asset,
        locale,
        width: 116,
      }),
      dateTimeColumn({ key: "at", header: t("field.runAt"), at: (row) => row.runAt, zone }),
      textColumn({
        key: "by",
        header: t("field.runBy"),
        text: (row) => row.runBy ?? t("system"),
        width: 120,
        muted: true,
      }),
    ];
  }, [t, locale, zone]);
}
