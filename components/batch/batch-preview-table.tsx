"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Alert } from "@/components/ui/alert";
import { type Column, DataTable } from "@/components/ui/data-table";
import { BREAK_OUTCOMES } from "@/contracts/reconciliation-views";
import type { BatchPreview } from "./use-run-batch";

type PreviewRow = { key: string; label: string; before: number; after: number };

/** The difference that a run would make: nothing of it has happened. */
export function BatchPreviewTable({ preview }: { preview: BatchPreview }) {
  const t = useTranslations("reconciliation");
  const format = useFormatter();
  const rows = usePreviewRows(preview);
  const columns: Column<PreviewRow>[] = [
    { key: "label", header: t("preview.what"), cell: (row) => row.label, rowHeader: true },
    { key: "after", header: t("preview.after"), align: "end", cell: (row) => format.number(row.after) },
  ];
  if (preview.before) {
    columns.splice(1, 0, {
      key: "before",
      header: t("preview.before"),
      align: "end",
      cell: (row) => format.number(row.before),
    });
    columns.push({
      key: "change",
      header: t("preview.change"),
      align: "end",
      cell: (row) => format.number(row.after - row.before, { signDisplay: "exceptZero" }),
    });
  }
  const balanced = preview.after.proof.balanced === true;
  return (
    <div className="flex flex-col gap-3">
      <Alert tone={balanced ? "success" : "danger"} title={t(balanced ? "preview.balanced" : "preview.unbalanced")}>
        {t("preview.nothingHappened")}
      </Alert>
      <div className="rounded-lg border border-line bg-surface">
        <DataTable caption={t("preview.caption")} rows={rows} rowKey={(row) => row.key} columns={columns} />
      </div>
    </div>
  );
}

function usePreviewRows({ before, after }: BatchPreview): PreviewRow[] {
  const t = useTranslations("reconciliation");
  const enums = useTranslations("enums");
  const rows: PreviewRow[] = [
    { key: "matched", label: enums("outcome.MATCHED"), before: before?.matched ?? 0, after: after.matched },
    {
      key: "ours",
      label: enums("outcome.BUFFERED_OURS"),
      before: before?.waitingOurs ?? 0,
      after: after.buffered.ours,
    },
    {
      key: "channel",
      label: enums("outcome.BUFFERED_CHANNEL"),
      before: before?.waitingChannel ?? 0,
      after: after.buffered.channel,
    },
    { key: "released", label: t("released"), before: before?.released ?? 0, after: after.released },
  ];
  for (const kind of BREAK_OUTCOMES) {
    const was = before?.breaks[kind] ?? 0;
    const is = after.breaks[kind] ?? 0;
    if (is !== 0 || was !== 0) rows.push({ key: kind, label: enums(`outcome.${kind}`), before: was, after: is });
  }
  return rows;
}
