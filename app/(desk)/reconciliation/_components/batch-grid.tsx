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
import type { GridColumn } from "@/components/grid/types";
import { objectHref } from "@/components/object/object-href";
import { BATCH_SHOWN, type BatchRowDto } from "@/contracts/reconciliation-views";

const FILTERS = ["channel", "on", "show"] as const;

/** Every run that there was, the newest first. */
export function BatchGrid({ channels }: { channels: readonly { code: string; name: string }[] }) {
  const t = useTranslations("reconciliation");
  const columns = useBatchColumns();
  return (
    <section aria-label={t("batches.title")}>
      <FilteredGrid
        names={FILTERS}
        heading={<h2 className="min-w-24 flex-1 font-semibold text-base">{t("batches.title")}</h2>}
        filters={(bind) => (
          <>
            <ChoiceFilter
              {...bind("channel")}
              label={t("field.channel")}
              any={t("batches.anyChannel")}
              options={channels.map(({ code, name }) => ({ value: code, label: name }))}
              className="w-48"
            />
            <ChoiceFilter
              {...bind("show", BATCH_SHOWN)}
              label={t("field.run")}
              any={t("batches.any")}
              options={BATCH_SHOWN.map((shown) => ({ value: shown, label: t(`batches.${shown}`) }))}
              className="w-40"
            />
            <DayFilter {...bind("on")} label={t("field.day")} />
          </>
        )}
        url="/api/grid/batches"
        columns={columns}
        rowId={(row) => row.batchNo}
        hrefOf={(row) => objectHref("batch", row.batchNo)}
        ariaLabel={t("batches.title")}
        none={{ title: t("batches.none"), description: t("batches.noneText") }}
        noMatch={{ title: t("batches.noMatch"), description: t("batches.noMatchText") }}
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
      linkColumn({
        key: "no",
        header: t("field.batchNo"),
        text: (row) => row.batchNo,
        href: (row) => objectHref("batch", row.batchNo),
        width: 164,
      }),
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
