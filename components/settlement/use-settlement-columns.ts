"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { amountColumn, dayColumn, statusColumn, textColumn } from "@/components/grid/columns";
import { linkColumn } from "@/components/grid/link-column";
import type { GridColumn } from "@/components/grid/types";
import { objectHref } from "@/components/object/object-href";
import type { SettlementRowDto } from "@/contracts/settlement-views";
import { SETTLEMENT_TONES } from "./settlement-look";

/** `withMerchant`: not on the merchant's own page. */
export function useSettlementColumns({ withMerchant }: { withMerchant: boolean }): GridColumn<SettlementRowDto>[] {
  const t = useTranslations("settlement");
  const locale = useLocale();
  return useMemo(() => {
    const figure = (name: "opening" | "net" | "settled" | "held" | "carried" | "paid", width = 116) =>
      amountColumn<SettlementRowDto>({
        key: name,
        header: t(`figure.${name}`),
        amountMinor: (row) => (row[`${name}Minor`] === "0" ? null : row[`${name}Minor`]),
        asset: (row) => row.asset,
        locale,
        width,
      });
    const link = (key: string, header: string, kind: string, no: (row: SettlementRowDto) => string, width: number) =>
      linkColumn<SettlementRowDto>({ key, header, text: no, href: (row) => objectHref(kind, no(row)), width });
    return [
      link("no", t("column.no"), "settlement", (row) => row.settlementNo, 164),
      statusColumn({
        key: "status",
        header: t("column.status"),
        status: ({ status }) => ({ label: t(`status.${status}`), tone: SETTLEMENT_TONES[status] }),
        width: 148,
      }),
      dayColumn({ key: "on", header: t("column.on"), on: (row) => row.settledOn, width: 124 }),
      ...(withMerchant
        ? [
            linkColumn<SettlementRowDto>({
              key: "merchant",
              header: t("column.merchant"),
              text: (row) => `${row.merchant.name} · ${row.merchant.no}`,
              href: (row) => objectHref("merchant", row.merchant.no),
              width: 256,
              grow: 1,
            }),
          ]
        : []),
      textColumn({ key: "asset", header: t("column.asset"), text: (row) => row.asset, width: 84 }),
      // What is looked at first stands where a narrow screen still shows it.
      figure("settled", 124),
      figure("opening"),
      figure("net"),
      figure("held"),
      figure("carried"),
      figure("paid"),
      link("payout", t("column.payout"), "payout", (row) => row.payoutNo ?? "", 200),
    ];
  }, [t, locale, withMerchant]);
}
