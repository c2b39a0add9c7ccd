"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Alert } from "@/components/ui/alert";
import { DataTable } from "@/components/ui/data-table";
import { BREAK_OUTCOMES } from "@/contracts/reconciliation-views";
import type { BatchPreview } from "./use-run-batch";

type PreviewRow = { key: string; label: string; before: number | null; after: number };

/** The difference that a run would make: nothing of it has happened. */
export function BatchPreviewTable({ preview }: { preview: BatchPreview }) {
  const t = useTranslations("reconciliation");
  const format = useFormatter();
  const rows = usePreviewRows(preview);
  const balanced = preview.after.proof.balanced === true;
  return (
    <div className="flex flex-col gap-3">
      <Alert tone={balanced ? "success" : "danger"} title={t(balanced ? "preview.balanced" : "preview.unbalanced")}>
        {t("preview.nothingHappened")}
      </Alert>
      <div className="rounded-lg border border-line bg-surface">
        <DataTable
          caption={t("preview.caption")}
          rows={rows}
          rowKey={(row) => row.key}
          columns={[
            { key: "label", header: t("preview.what"), cell: (row) => row.label, rowHeader: true },
            {
              key: "before",
              header: t("preview.before"),
              align: "end",
              cell: (row) => (row.before === null ? "—" : format.number(row.before)),
            },
            { key: "after", header: t("preview.after"), align: "end", cell: (row) => format.number(row.after) },
            {
              key: "change",
              header: t("preview.change"),
              align: "end",
              cell: (row) => format.number(row.after - (row.before ?? 0), { signDisplay: "exceptZero" }),
            },
          ]}
        />
      </div>
    </div>
  );
}

function usePreviewRows({ before, after }: BatchPreview): PreviewRow[] {
  const t = useTranslations("reconciliation");
  const enums = useTranslations("enums");
  const rows: PreviewRow[] = [
    { key: "matched", label: enums("outcome.MATCHED"), before: before?.matched ?? null, after: after.matched },
    {
      key: "ours",
      label: enums("outcome.BUFFERED_OURS"),
      before: before?.waitingOurs ?? null,
      after: after.buffered.ours,
    },
    {
      key: "channel",
      label: enums("outcome.BUFFERED_CHANNEL"),
      before: before?.waitingChannel ?? null,
      after: after.buffered.channel,
    },
    { key: "released", label: t("released"), before: before?.released ?? null, after: after.released },
  ];
  for (const kind of BREAK_OUTCOMES) {
    const was = before ? (before.breaks[kind] ?? 0) : null;
    const is = after.breaks[kind] ?? 0;
    if (is !== 0 || was) rows.push({ key: kind, label: enums(`outcome.${kind}`), before: was, after: is });
  }
  return rows;
}
