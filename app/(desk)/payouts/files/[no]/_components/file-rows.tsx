"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { amountColumn, countColumn, statusColumn, textColumn } from "@/components/grid/columns";
import { DeskGrid } from "@/components/grid/desk-grid";
import { linkColumn } from "@/components/grid/link-column";
import type { GridColumn } from "@/components/grid/types";
import { objectHref } from "@/components/object/object-href";
import { ROW_TONES } from "@/components/payout/batch-look";
import { useRefusalText } from "@/components/refusal/use-refusal-text";
import { EmptyState } from "@/components/ui/empty-state";
import type { PayoutBatchRowDto, PayoutRowState } from "@/contracts/payout-batches";

const HEIGHT = "clamp(16rem, 52dvh, 44rem)";

type FileRowsProps = { batchNo: string; state: PayoutRowState | null; refreshKey: string };

/** What becomes of each row, by name: its payout, or why not. */
export function FileRows({ batchNo, state, refreshKey }: FileRowsProps) {
  const t = useTranslations("payouts");
  return (
    <DeskGrid
      url="/api/grid/payout-rows"
      columns={useColumns()}
      filters={{ batch: batchNo, state }}
      rowId={(row) => `${row.rowNo}`}
      refreshKey={refreshKey}
      height={HEIGHT}
      ariaLabel={t("batch.rows")}
      emptyState={<EmptyState kind="no-match" title={t("empty.noMatch")} />}
    />
  );
}

function useColumns(): GridColumn<PayoutBatchRowDto>[] {
  const t = useTranslations("payouts");
  const locale = useLocale();
  const say = useRefusalText();
  return useMemo(() => {
    const tell = ({ refusal, looks }: PayoutBatchRowDto) =>
      refusal ? say(refusal) : looks.map((look) => t(`look.${look}`)).join(" ");
    return [
      countColumn({ key: "row", header: t("batch.column.row"), count: (row) => row.sheetRow, locale, width: 60 }),
      linkColumn({
        key: "merchant",
        header: t("batch.column.merchant"),
        text: (row) => row.merchantNo,
        href: (row) => (row.state === "BLOCKED" ? null : objectHref("merchant", row.merchantNo)),
        width: 96,
      }),
      amountColumn({
        key: "amount",
        header: t("batch.column.amount"),
        amountMinor: (row) => row.amountMinor,
        asset: (row) => row.asset,
        locale,
        showAsset: true,
        width: 156,
      }),
      textColumn({ key: "reference", header: t("batch.column.reference"), text: (row) => row.clientRef, width: 104 }),
      statusColumn({
        key: "state",
        header: t("batch.column.state"),
        status: ({ state }) => ({ label: t(`batch.state.${state}`), tone: ROW_TONES[state] }),
        width: 142,
      }),
      textColumn({ key: "why", header: t("again.reason"), text: tell, width: 220, grow: 1 }),
      linkColumn({
        key: "payout",
        header: t("batch.column.payout"),
        text: (row) => row.payoutNo ?? "",
        href: (row) => (row.payoutNo === null ? null : objectHref("payout", row.payoutNo)),
        width: 208,
      }),
    ];
  }, [t, locale, say]);
}
