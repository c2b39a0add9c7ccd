"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { FilteredGrid } from "@/components/grid/filtered-grid";
import { objectHref } from "@/components/object/object-href";
import { SETTLEMENT_STATUSES } from "@/core/settlement/settlement";
import { useSettlementColumns } from "./use-settlement-columns";

const FILTERS = ["status"] as const;

/** One merchant's settlements, on its page. */
export function MerchantSettlements({ merchantNo }: { merchantNo: string }) {
  const t = useTranslations("settlement");
  const given = useMemo(() => ({ merchant: merchantNo }), [merchantNo]);
  return (
    <FilteredGrid
      names={FILTERS}
      given={given}
      filters={(bind) => (
        <ChoiceFilter
          {...bind("status", SETTLEMENT_STATUSES)}
          label={t("filter.status")}
          any={t("filter.anyStatus")}
          options={SETTLEMENT_STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
          className="w-44"
        />
      )}
      url="/api/grid/settlements"
      columns={useSettlementColumns({ withMerchant: false })}
      rowId={(row) => row.settlementNo}
      hrefOf={(row) => objectHref("settlement", row.settlementNo)}
      ariaLabel={t("title")}
      none={{ title: t("empty.none"), description: t("empty.noneText") }}
      noMatch={{ title: t("empty.noMatch"), description: t("empty.noMatchText") }}
    />
  );
}
