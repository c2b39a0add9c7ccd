"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { countColumn, textColumn } from "@/components/grid/columns";
import { FilteredGrid } from "@/components/grid/filtered-grid";
import { linkColumn } from "@/components/grid/link-column";
import { moneyListColumn } from "@/components/grid/money-list-column";
import { SearchFilter } from "@/components/grid/search-filter";
import type { GridColumn } from "@/components/grid/types";
import { objectHref } from "@/components/object/object-href";
import { Badge } from "@/components/ui/badge";
import { MERCHANT_ACCOUNTS, type MerchantRowDto } from "@/contracts/merchant-views";

const FILTERS = ["q", "kind", "suspense"] as const;

export function MerchantsList() {
  const t = useTranslations("merchants");
  const columns = useColumns();
  return (
    <FilteredGrid
      names={FILTERS}
      filters={(bind) => (
        <>
          <SearchFilter {...bind("q")} label={t("search")} className="w-72" isMain />
          <ChoiceFilter
            {...bind("kind")}
            label={t("kind.label")}
            any={t("kind.any")}
            options={(["live", "test"] as const).map((value) => ({ value, label: t(`kind.${value}`) }))}
            className="w-40"
          />
          <ChoiceFilter
            {...bind("suspense")}
            label={t("suspense.label")}
            any={t("suspense.any")}
            options={[{ value: "open", label: t("suspense.open") }]}
            className="w-56"
          />
        </>
      )}
      url="/api/grid/merchants"
      columns={columns}
      rowId={(row) => row.merchantNo}
      hrefOf={(row) => objectHref("merchant", row.merchantNo)}
      ariaLabel={t("title")}
      none={{ title: t("empty.none"), description: t("empty.noneText") }}
      noMatch={{ title: t("empty.noMatch"), description: t("empty.noMatchText") }}
    />
  );
}

function useColumns(): GridColumn<MerchantRowDto>[] {
  const t = useTranslations("merchants");
  const locale = useLocale();
  return useMemo(
    () => [
      linkColumn({
        key: "no",
        header: t("column.no"),
        text: (row) => row.merchantNo,
        href: (row) => objectHref("merchant", row.merchantNo),
        width: 84,
      }),
      {
        ...textColumn<MerchantRowDto>({
          key: "name",
          header: t("column.name"),
          text: (row) => row.name,
          grow: 1,
          width: 224,
        }),
        render: (row) => (row.isTest ? <TestName name={row.name} label={t("kind.test")} /> : row.name),
      },
      ...MERCHANT_ACCOUNTS.map((account) =>
        moneyListColumn<MerchantRowDto>({
          key: account,
          header: t(`short.${account}`),
          amounts: (row) => row.available[account],
          locale,
        }),
      ),
      countColumn({
        key: "openItems",
        header: t("column.openItems"),
        count: (row) => (row.openItems === 0 ? null : row.openItems),
        locale,
        width: 104,
      }),
      textColumn({ key: "cycle", header: t("column.cycle"), text: (row) => row.settlementCycle, width: 76 }),
    ],
    [t, locale],
  );
}

function TestName({ name, label }: { name: string; label: string }) {
  return (
    <span className="inline-flex items-center gap-2">
      {name}
      <Badge>{label}</Badge>
    </span>
  );
}
