"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { amountColumn, textColumn } from "@/components/grid/columns";
import { FilteredGrid } from "@/components/grid/filtered-grid";
import { linkColumn } from "@/components/grid/link-column";
import type { GridColumn } from "@/components/grid/types";
import { objectHref } from "@/components/object/object-href";
import type { TrialAccountDto } from "@/contracts/ledger-views";

const FILTERS = ["show"] as const;

type TrialAccountsProps = { subject: string; date: string; asset: string | null };

/** The accounts of a subject on one day; each leads to its entries of that day. */
export function TrialAccounts({ subject, date, asset }: TrialAccountsProps) {
  const t = useTranslations("ledger");
  const columns = useColumns();
  return (
    <FilteredGrid
      names={FILTERS}
      given={{ subject, date, asset }}
      filters={(bind) => (
        <ChoiceFilter
          {...bind("show", ["moved"])}
          label={t("trial.which")}
          any={t("trial.everyAccount")}
          options={[{ value: "moved", label: t("trial.moved") }]}
          className="w-56"
        />
      )}
      url="/api/grid/trial-accounts"
      columns={columns}
      rowId={(row) => row.accountNo}
      hrefOf={(row) => `${objectHref("account", row.accountNo)}?${new URLSearchParams({ from: date, to: date })}`}
      ariaLabel={t("accounts.title")}
      none={{ title: t("chart.empty") }}
      noMatch={{ title: t("trial.noneMoved") }}
    />
  );
}

function useColumns(): GridColumn<TrialAccountDto>[] {
  const t = useTranslations("ledger");
  const locale = useLocale();
  return useMemo(() => {
    const amount = (key: string, header: string, of: (row: TrialAccountDto) => string | null) =>
      amountColumn<TrialAccountDto>({ key, header, amountMinor: of, asset: (row) => row.asset, locale, width: 140 });
    const unlessZero = (minor: string) => (minor === "0" ? null : minor);
    return [
      linkColumn({
        key: "no",
        header: t("accounts.no"),
        text: (row) => row.accountNo,
        href: (row) => objectHref("account", row.accountNo),
        width: 200,
      }),
      textColumn({
        key: "owner",
        header: t("accounts.owner"),
        text: (row) => row.ownerName ?? t("account.ownerCompany"),
        width: 150,
        grow: 1,
      }),
      textColumn({ key: "asset", header: t("accounts.asset"), text: (row) => row.asset, width: 76, muted: true }),
      amount("opening", t("trial.opening"), (row) => row.openingMinor),
      amount("debit", t("side.DEBIT"), (row) => unlessZero(row.debitMinor)),
      amount("credit", t("side.CREDIT"), (row) => unlessZero(row.creditMinor)),
      amount("closing", t("trial.closing"), (row) => row.closingMinor),
    ];
  }, [t, locale]);
}
