"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { amountColumn, statusColumn, textColumn } from "@/components/grid/columns";
import { DeskGrid } from "@/components/grid/desk-grid";
import { linkColumn } from "@/components/grid/link-column";
import type { GridColumn } from "@/components/grid/types";
import { useRefusalText } from "@/components/refusal/use-refusal-text";
import { EmptyState } from "@/components/ui/empty-state";
import type { BulkRowDto } from "@/contracts/bulk";
import type { BulkRowState } from "@/core/suspense/bulk";
import { ROW_TONES } from "./bulk-look";

const HEIGHT = "clamp(16rem, 46dvh, 40rem)";

type BulkRowsGridProps = { jobNo: string; state: BulkRowState | null; isSheet: boolean; refreshKey: string };

/** What becomes of each row, by name: its request, its voucher, or why not. */
export function BulkRowsGrid({ jobNo, state, isSheet, refreshKey }: BulkRowsGridProps) {
  const t = useTranslations("bulk");
  const columns = useRowColumns(isSheet);
  return (
    <DeskGrid
      url="/api/grid/bulk-rows"
      columns={columns}
      filters={{ job: jobNo, state }}
      rowId={(row) => `${row.rowNo}`}
      refreshKey={refreshKey}
      height={HEIGHT}
      ariaLabel={t("job.outcome")}
      emptyState={<EmptyState kind="no-match" title={t("row.none")} />}
    />
  );
}

function useRowColumns(isSheet: boolean): GridColumn<BulkRowDto>[] {
  const t = useTranslations("bulk");
  const suspense = useTranslations("suspense");
  const locale = useLocale();
  const say = useRefusalText();
  return useMemo(() => {
    const sheetRow = textColumn<BulkRowDto>({
      key: "sheetRow",
      header: t("row.sheetRow"),
      width: 96,
      text: (row) => `${row.sheetRow ?? ""}`,
    });
    return [
      ...(isSheet ? [sheetRow] : []),
      linkColumn<BulkRowDto>({
        key: "itemNo",
        header: t("row.item"),
        width: 170,
        text: (row) => row.itemNo,
        href: (row) => (row.amountMinor === null ? null : `/suspense/${row.itemNo}`),
      }),
      amountColumn<BulkRowDto>({
        key: "amount",
        header: t("row.amount"),
        amountMinor: (row) => signed(row),
        asset: (row) => row.asset ?? "CNY",
        locale,
        showAsset: true,
      }),
      textColumn<BulkRowDto>({
        key: "resolution",
        header: t("row.resolution"),
        width: 170,
        text: (row) => (row.resolution ? suspense(`resolution.${row.resolution}.name`) : ""),
      }),
      statusColumn<BulkRowDto>({
        key: "state",
        header: t("row.state"),
        width: 172,
        status: (row) => ({ label: t(`state.${row.state}`), tone: ROW_TONES[row.state] }),
      }),
      resultColumn(t("row.result"), say),
    ];
  }, [t, suspense, locale, isSheet, say]);
}

function resultColumn(header: string, say: ReturnType<typeof useRefusalText>): GridColumn<BulkRowDto> {
  return linkColumn<BulkRowDto>({
    key: "result",
    header,
    width: 260,
    grow: 1,
    text: (row) => (row.refusal ? say(row.refusal) : (row.voucherNo ?? row.approvalNo ?? row.reason ?? "")),
    href: (row) => {
      if (row.refusal) return null;
      if (row.voucherNo !== null) return `/ledger/vouchers/${row.voucherNo}`;
      return row.approvalNo === null ? null : `/approvals/${row.approvalNo}`;
    },
  });
}

function signed({ amountMinor, direction }: BulkRowDto): string | null {
  return amountMinor !== null && direction === "SHORT" ? `-${amountMinor}` : amountMinor;
}
