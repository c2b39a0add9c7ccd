"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { OUTCOME_TONES } from "@/components/batch/outcome-look";
import { amountColumn, dayColumn, statusColumn, textColumn } from "@/components/grid/columns";
import { linkColumn } from "@/components/grid/link-column";
import type { GridColumn } from "@/components/grid/types";
import { objectHref } from "@/components/object/object-href";
import type { ResultRowDto } from "@/contracts/reconciliation-views";

export function useResultColumns(): GridColumn<ResultRowDto>[] {
  const t = useTranslations("reconciliation");
  const enums = useTranslations("enums");
  const locale = useLocale();
  return useMemo(() => {
    const amount = (key: string, header: string, amountMinor: (row: ResultRowDto) => string | null, signed = false) =>
      amountColumn<ResultRowDto>({
        key,
        header,
        amountMinor,
        asset: (row) => row.asset,
        locale,
        signed,
        width: key === "fee" ? 116 : 104,
      });
    return [
      statusColumn({
        key: "outcome",
        header: t("results.outcome"),
        status: (row) => ({ label: enums(`outcome.${row.outcome}`), tone: OUTCOME_TONES[row.outcome] }),
        width: 148,
      }),
      textColumn({
        key: "kind",
        header: t("results.kind"),
        text: (row) => enums(`itemKind.${row.itemKind}`),
        width: 92,
      }),
      linkColumn({
        key: "order",
        header: t("results.order"),
        text: (row) => row.refundNo ?? row.orderNo ?? row.channelTradeNo ?? "",
        href: (row) => objectHref("order", row.orderNo ?? ""),
        width: 172,
      }),
      linkColumn({
        key: "item",
        header: t("results.item"),
        text: (row) => row.itemNo ?? (row.isSuperseded ? t("results.decidedLater") : ""),
        href: (row) => objectHref("suspense", row.itemNo ?? ""),
        width: 164,
      }),
      amount("ours", t("results.ours"), (row) => row.oursMinor),
      amount("channel", t("results.channel"), (row) => row.channelMinor),
      amount("delta", t("results.delta"), (row) => nonZero(row.deltaMinor), true),
      amount("fee", t("results.feeDelta"), (row) => nonZero(row.feeDeltaMinor), true),
      dayColumn({ key: "since", header: t("results.since"), on: (row) => row.waitsSince }),
      textColumn({
        key: "line",
        header: t("results.line"),
        text: (row) =>
          row.lineNo === null || row.lineOn === null ? "" : t("results.lineOn", { line: row.lineNo, on: row.lineOn }),
        width: 150,
        grow: 1,
        muted: true,
      }),
    ];
  }, [t, enums, locale]);
}

/** A difference of nothing is left blank, so that the others stand out. */
function nonZero(minor: string): string | null {
  return minor === "0" ? null : minor;
}
