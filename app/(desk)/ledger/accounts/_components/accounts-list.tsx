"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { amountColumn, textColumn } from "@/components/grid/columns";
import { DeskGrid } from "@/components/grid/desk-grid";
import { linkColumn } from "@/components/grid/link-column";
import { SearchFilter } from "@/components/grid/search-filter";
import type { GridColumn } from "@/components/grid/types";
import { useGridFilters } from "@/components/grid/use-grid-filters";
import { objectHref } from "@/components/object/object-href";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useSubjectName, useSubjectNameByCode } from "@/components/voucher/subject-name";
import type { AccountRowDto } from "@/contracts/ledger-views";
import { CHART } from "@/core/ledger/chart";

const FILTERS = ["q", "subject"] as const;

export function AccountsList() {
  const t = useTranslations("ledger");
  const common = useTranslations("common");
  const router = useRouter();
  const nameOf = useSubjectName();
  const columns = useColumns();
  const { values, set, clear, isFiltered } = useGridFilters(FILTERS);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        <SearchFilter
          value={values.q}
          onCommit={(q) => set("q", q)}
          label={t("accounts.search")}
          className="w-72"
          isMain
        />
        <ChoiceFilter
          label={t("accounts.subject")}
          any={t("accounts.anySubject")}
          options={CHART.map((subject) => ({ value: subject.code, label: `${subject.code} ${nameOf(subject)}` }))}
          value={values.subject}
          onCommit={(subject) => set("subject", subject)}
          className="w-72"
        />
        {isFiltered ? (
          <Button variant="ghost" onClick={clear}>
            {common("clearFilters")}
          </Button>
        ) : null}
      </div>
      <DeskGrid
        url="/api/grid/accounts"
        columns={columns}
        filters={values}
        rowId={(row) => row.accountNo}
        onOpen={(row) => router.push(objectHref("account", row.accountNo) ?? "/ledger")}
        ariaLabel={t("accounts.title")}
        emptyState={
          isFiltered ? (
            <EmptyState
              kind="no-match"
              title={t("accounts.noMatch")}
              action={<Button onClick={clear}>{common("clearFilters")}</Button>}
            />
          ) : (
            <EmptyState kind="nothing-yet" title={t("chart.empty")} />
          )
        }
      />
    </div>
  );
}

function useColumns(): GridColumn<AccountRowDto>[] {
  const t = useTranslations("ledger");
  const locale = useLocale();
  const nameByCode = useSubjectNameByCode();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names follow the language.
  return useMemo(() => {
    const amount = (key: "posted" | "frozen" | "available", of: (row: AccountRowDto) => string) =>
      amountColumn<AccountRowDto>({
        key,
        header: t(`accounts.${key}`),
        amountMinor: of,
        asset: (row) => row.asset,
        locale,
        width: 136,
      });
    return [
      linkColumn({
        key: "no",
        header: t("accounts.no"),
        text: (row) => row.accountNo,
        href: (row) => objectHref("account", row.accountNo),
        width: 190,
      }),
      textColumn({
        key: "subject",
        header: t("accounts.subject"),
        text: (row) => `${row.glCode} ${nameByCode(row.glCode)}`,
        width: 150,
        grow: 1,
      }),
      textColumn({
        key: "owner",
        header: t("accounts.owner"),
        text: (row) => row.ownerName ?? row.ownerNo ?? t("account.ownerCompany"),
        width: 150,
        grow: 1,
      }),
      textColumn({ key: "asset", header: t("accounts.asset"), text: (row) => row.asset, width: 72 }),
      amount("posted", (row) => row.postedMinor),
      amount("frozen", (row) => row.frozenMinor),
      amount("available", (row) => row.availableMinor),
    ];
  }, [t, locale]);
}
