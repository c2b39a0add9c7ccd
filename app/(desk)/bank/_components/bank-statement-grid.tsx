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
import type { GridColumn, StatusLook } from "@/components/grid/types";
import { objectHref } from "@/components/object/object-href";
import { BANK_STATEMENT_STATES, type BankStatementDto } from "@/contracts/bank-views";

const FILTERS = ["account", "state", "on"] as const;

/** Every version of every bank statement, the newest day first. */
export function BankStatementGrid({ codes, refreshKey }: { codes: readonly string[]; refreshKey: number }) {
  const t = useTranslations("bank");
  const columns = useColumns();
  return (
    <section aria-label={t("statements.title")}>
      <FilteredGrid
        names={FILTERS}
        heading={<h2 className="min-w-24 flex-1 font-semibold text-base">{t("statements.title")}</h2>}
        filters={(bind) => (
          <>
            <ChoiceFilter
              {...bind("account")}
              label={t("account.code")}
              any={t("statements.anyAccount")}
              options={codes.map((code) => ({ value: code, label: code }))}
              className="w-44"
            />
            <ChoiceFilter
              {...bind("state", BANK_STATEMENT_STATES)}
              label={t("statements.version")}
              any={t("statements.anyVersion")}
              options={BANK_STATEMENT_STATES.map((state) => ({ value: state, label: t(`statements.${state}`) }))}
              className="w-44"
            />
            <DayFilter {...bind("on")} label={t("statements.on")} />
          </>
        )}
        url="/api/grid/bank/statements"
        columns={columns}
        rowId={(row) => row.statementNo}
        hrefOf={(row) => objectHref("bank_statement", row.statementNo)}
        refreshKey={refreshKey}
        ariaLabel={t("statements.title")}
        none={{ title: t("statements.none"), description: t("statements.noneText") }}
        noMatch={{ title: t("statements.noMatch"), description: t("lines.noMatchText") }}
      />
    </section>
  );
}

function useColumns(): GridColumn<BankStatementDto>[] {
  const t = useTranslations("bank");
  const locale = useLocale();
  const zone = useTimeZone() ?? "UTC";
  return useMemo(() => {
    const amount = (key: string, amountMinor: (row: BankStatementDto) => string) =>
      amountColumn<BankStatementDto>({
        key,
        header: t(`statements.${key}`),
        amountMinor,
        asset: (row) => row.asset,
        locale,
        width: 122,
      });
    return [
      dayColumn({ key: "endsOn", header: t("statements.endsOn"), on: (row) => row.endsOn }),
      textColumn({
        key: "account",
        header: t("account.code"),
        text: (row) => `${row.account} ${row.asset}`,
        width: 164,
      }),
      linkColumn({
        key: "no",
        header: t("statements.no"),
        text: (row) => row.statementNo,
        href: (row) => objectHref("bank_statement", row.statementNo),
        width: 162,
      }),
      statusColumn({ key: "chain", header: t("statements.chain"), status: (row) => chainOf(row, t), width: 138 }),
      amount("income", (row) => row.incomeMinor),
      amount("outgo", (row) => row.outgoMinor),
      amount("closing", (row) => row.closingMinor),
      countColumn({ key: "lines", header: t("statements.lines"), count: (row) => row.lines, locale, width: 72 }),
      textColumn({ key: "version", header: t("statements.version"), text: (row) => `v${row.version}`, width: 76 }),
      amount("opening", (row) => row.openingMinor),
      textColumn({
        key: "file",
        header: t("statements.file"),
        text: (row) => row.fileName,
        width: 228,
        grow: 1,
        muted: true,
      }),
      dateTimeColumn({ key: "at", header: t("statements.importedAt"), at: (row) => row.importedAt, zone }),
    ];
  }, [t, locale, zone]);
}

function chainOf({ isNewest, follows }: BankStatementDto, t: ReturnType<typeof useTranslations<"bank">>): StatusLook {
  if (!isNewest) return { label: t("statements.superseded"), tone: "neutral" };
  if (follows === null) return { label: t("statements.first"), tone: "info" };
  if (follows) return { label: t("statements.follows"), tone: "success" };
  return { label: t("statements.gap"), tone: "danger" };
}
