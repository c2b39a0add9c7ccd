"use client";

import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { useMemo } from "react";
import { OUTCOME_TONES } from "@/components/batch/outcome-look";
import { amountColumn, dateTimeColumn, statusColumn, textColumn } from "@/components/grid/columns";
import { linkColumn } from "@/components/grid/link-column";
import type { GridColumn } from "@/components/grid/types";
import { objectHref } from "@/components/object/object-href";
import { StatusBadge, type Tone } from "@/components/ui/badge";
import { RESULT_OUTCOMES } from "@/contracts/reconciliation-views";
import type { StatementLineDto } from "@/contracts/statement-views";

const STATUS_TONES: Record<StatementLineDto["status"], Tone> = {
  SUCCEEDED: "success",
  PROCESSING: "info",
  FAILED: "neutral",
};

export function useLineColumns(): GridColumn<StatementLineDto>[] {
  const t = useTranslations("statements");
  const enums = useTranslations("enums");
  const locale = useLocale();
  const zone = useTimeZone() ?? "UTC";
  return useMemo(() => {
    const amount = (key: string, header: string, amountMinor: (row: StatementLineDto) => string) =>
      amountColumn<StatementLineDto>({ key, header, amountMinor, asset: (row) => row.asset, locale, width: 112 });
    return [
      textColumn({ key: "line", header: t("lines.line"), text: (row) => `${row.lineNo}`, width: 68, muted: true }),
      textColumn({ key: "kind", header: t("lines.kind"), text: (row) => enums(`itemKind.${row.kind}`), width: 88 }),
      statusColumn({
        key: "status",
        header: t("lines.status"),
        status: (row) => ({ label: enums(`lineStatus.${row.status}`), tone: STATUS_TONES[row.status] }),
        width: 122,
      }),
      linkColumn({
        key: "order",
        header: t("lines.orderNo"),
        text: (row) => row.refundNo ?? row.orderNo ?? "",
        href: (row) => objectHref("order", row.orderNo ?? ""),
        width: 186,
      }),
      amount("amount", t("lines.amount"), (row) => row.signedMinor),
      amount("fee", t("field.fee"), (row) => row.feeMinor),
      outcomeColumn(t("lines.outcome"), t("lines.undecided"), (outcome) => enums(`outcome.${outcome}`)),
      dateTimeColumn({ key: "at", header: t("lines.occurredAt"), at: (row) => row.occurredAt, zone, seconds: true }),
      textColumn({
        key: "trade",
        header: t("lines.channelNo"),
        text: (row) => row.channelRefundNo ?? row.channelTradeNo ?? "",
        width: 240,
        grow: 1,
        muted: true,
      }),
    ];
  }, [t, enums, locale, zone]);
}

function outcomeColumn(
  header: string,
  undecided: string,
  labelOf: (outcome: string) => string,
): GridColumn<StatementLineDto> {
  const text = (row: StatementLineDto) => (row.outcome === null ? undecided : labelOf(row.outcome));
  return {
    ...textColumn({ key: "outcome", header, text, width: 156 }),
    render: (row) => {
      const outcome = RESULT_OUTCOMES.find((known) => known === row.outcome);
      return <StatusBadge tone={outcome ? OUTCOME_TONES[outcome] : "neutral"}>{text(row)}</StatusBadge>;
    },
  };
}
