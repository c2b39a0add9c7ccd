"use client";

import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { ObjectLink } from "@/components/object/object-link";
import { useRefusalText } from "@/components/refusal/use-refusal-text";
import { StatusBadge } from "@/components/ui/badge";
import { DataTable } from "@/components/ui/data-table";
import type { SettlementMovePreviewDto } from "@/contracts/settlement-moves";
import type { MovedSettlementsDto } from "@/contracts/settlement-views";
import { MovedOutcome } from "./moved-outcome";

type Row = SettlementMovePreviewDto["rows"][number];
type MoveRowsProps = { preview: SettlementMovePreviewDto; done: MovedSettlementsDto | null };

/** Each settlement with what stops it, or afterwards with what came of it. What does not go stands first. */
export function MoveRows({ preview, done }: MoveRowsProps) {
  const t = useTranslations("settlement");
  const rows = [...preview.rows].sort(
    (left, right) => Number(right.obstacle !== null) - Number(left.obstacle !== null),
  );
  return (
    <DataTable
      caption={t("move.rows")}
      rows={rows}
      rowKey={(row) => row.settlementNo}
      columns={[
        {
          key: "no",
          header: t("column.no"),
          rowHeader: true,
          cell: (row) => <ObjectLink kind="settlement" no={row.settlementNo} />,
        },
        { key: "merchant", header: t("column.merchant"), cell: (row) => `${row.merchant.name} · ${row.merchant.no}` },
        {
          key: "settled",
          header: t("figure.settled"),
          align: "end",
          cell: (row) => <Amount amountMinor={row.settledMinor} asset={row.asset} showAsset />,
        },
        {
          key: "outcome",
          header: t("move.outcome"),
          cell: (row) => <RowOutcome row={row} step={preview.step} done={done} />,
        },
      ]}
    />
  );
}

type RowOutcomeProps = { row: Row; step: SettlementMovePreviewDto["step"]; done: MovedSettlementsDto | null };

function RowOutcome({ row, step, done }: RowOutcomeProps) {
  const t = useTranslations("settlement");
  const sayRefusal = useRefusalText();
  const result = done?.rows.find((one) => one.settlementNo === row.settlementNo);
  if (result?.refusal) return <StatusBadge tone="danger">{sayRefusal(result.refusal)}</StatusBadge>;
  if (result?.moved) return <MovedOutcome moved={result.moved} />;
  if (row.obstacle !== null) return <span className="text-muted">{t(`obstacle.${row.obstacle}`)}</span>;
  return t(step === "release" && row.needsRequest ? "move.request" : `move.${step}.ready`);
}
