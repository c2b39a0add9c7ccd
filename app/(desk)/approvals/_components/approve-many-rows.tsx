"use client";

import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { ObjectLink } from "@/components/object/object-link";
import { useRefusalText } from "@/components/refusal/use-refusal-text";
import { StatusBadge } from "@/components/ui/badge";
import { DataTable } from "@/components/ui/data-table";
import type { ApprovedManyDto, BulkPreviewDto } from "@/contracts/approval-views";

type Row = BulkPreviewDto["rows"][number];
type ApproveManyRowsProps = { preview: BulkPreviewDto; done: ApprovedManyDto | null };

/** Each request with what stops it, or afterwards with what came of it. What does not go stands first. */
export function ApproveManyRows({ preview, done }: ApproveManyRowsProps) {
  const t = useTranslations("approvals");
  const suspense = useTranslations("suspense");
  const isStopped = (row: Row) => row.obstacle !== null || row.needsCode;
  const rows = [...preview.rows].sort((left, right) => Number(isStopped(right)) - Number(isStopped(left)));
  return (
    <DataTable
      caption={t("bulk.result")}
      rows={rows}
      rowKey={(row) => row.approvalNo}
      columns={[
        {
          key: "no",
          header: t("column.no"),
          rowHeader: true,
          cell: (row) => <ObjectLink kind="approval" no={row.approvalNo} />,
        },
        {
          key: "act",
          header: t("column.act"),
          cell: (row) =>
            row.resolution === null ? t(`act.${row.act}.name`) : suspense(`resolution.${row.resolution}.name`),
        },
        { key: "maker", header: t("column.maker"), cell: (row) => (row.isOwn ? t("request.you") : row.maker) },
        {
          key: "amount",
          header: t("column.amount"),
          align: "end",
          cell: (row) =>
            row.amountMinor !== null && row.asset !== null ? (
              <Amount amountMinor={row.amountMinor} asset={row.asset} showAsset />
            ) : (
              "—"
            ),
        },
        { key: "outcome", header: t("bulk.outcomeColumn"), cell: (row) => <RowOutcome row={row} done={done} /> },
      ]}
    />
  );
}

function RowOutcome({ row, done }: { row: Row; done: ApprovedManyDto | null }) {
  const t = useTranslations("approvals");
  const sayRefusal = useRefusalText();
  const result = done?.rows.find((one) => one.approvalNo === row.approvalNo);
  if (result?.refusal) return <StatusBadge tone="danger">{sayRefusal(result.refusal)}</StatusBadge>;
  if (result?.outcome) {
    const isGood = result.outcome === "EXECUTED" || result.outcome === "SIGNED";
    return <StatusBadge tone={isGood ? "success" : "warning"}>{t(`bulk.outcome.${result.outcome}`)}</StatusBadge>;
  }
  if (row.obstacle !== null) {
    const key = `obstacle.${row.obstacle}`;
    return <span className="text-muted">{t.has(key) ? t(key) : row.obstacle}</span>;
  }
  return row.needsCode ? <span className="text-muted">{t("bulk.stepUp")}</span> : t("bulk.ready");
}
