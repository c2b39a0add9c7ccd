"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { amountColumn, textColumn } from "@/components/grid/columns";
import { FilteredGrid } from "@/components/grid/filtered-grid";
import { linkColumn } from "@/components/grid/link-column";
import { SearchFilter } from "@/components/grid/search-filter";
import type { GridColumn } from "@/components/grid/types";
import { objectHref } from "@/components/object/object-href";
import { useSubjectName, useSubjectNameByCode } from "@/components/voucher/subject-name";
import type { AccountRowDto } from "@/contracts/ledger-views";
import { CHART } from "@/core/ledger/chart";

const FILTERS = ["q", "subject"] as const;

export function AccountsList() {
  const t = useTranslations("ledger");
  const nameOf = useSubjectName();
  const columns = useColumns();
  return (
    <FilteredGrid
      names={FILTERS}
      filters={(bind) => (
        <>
          <SearchFilter {...bind("q")} label={t("accounts.search")} className="w-72" isMain />
          <ChoiceFilter
            {...bind("subject")}
            label={t("accounts.subject")}
            any={t("accounts.anySubject")}
            options={CHART.map((subject) => ({ value: subject.code, label: `${subject.code} ${nameOf(subject)}` }))}
            className="w-72"
          />
        </>
      )}
      url="/api/grid/accounts"
      columns={columns}
      rowId={(row) => row.accountNo}
      hrefOf={(row) => objectHref("account", row.accountNo)}
      ariaLabel={t("accounts.title")}
      none={{ title: t("chart.empty") }}
      noMatch={{ title: t("accounts.noMatch") }}
    />
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
        width: 130,
      });
    return [
      linkColumn({
        key: "no",
        header: t("accounts.no"),
        text: (row) => row.accountNo,
        href: (row) => objectHref("account", row.accountNo),
        width: 182,
      }),
      textColumn({
        key: "subject",
        header: t("accounts.subject"),
        text: (row) => `${row.glCode} ${nameByCode(row.glCode)}`,
        width: 204,
        grow: 1,
      }),
      textColumn({
        key: "owner",
        header: t("accounts.owner"),
        text: (row) => row.ownerName ?? row.ownerNo ?? t("account.ownerCompany"),
        width: 158,
        grow: 1,
      }),
      textColumn({ key: "asset", header: t("accounts.asset"), text: (row) => row.asset, width: 72 }),
      amount("posted", (row) => row.postedMinor),
      amount("frozen", (row) => row.frozenMinor),
      amount("available", (row) => row.availableMinor),
    ];
  }, [t, locale]);
}
