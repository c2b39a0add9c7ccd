import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { BATCH_TONES } from "@/components/payout/batch-look";
import { StatusBadge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { PayoutBatchDto } from "@/contracts/payout-batches";

/** The files so far, the newest first. */
export function FileTable({ files }: { files: readonly PayoutBatchDto[] }) {
  const t = useTranslations("payouts");
  return (
    <Section title={t("batch.own")} flush>
      <DataTable
        caption={t("batch.own")}
        rows={files}
        rowKey={({ batchNo }) => batchNo}
        empty={<EmptyState kind="nothing-yet" title={t("batch.none")} description={t("batch.noneText")} />}
        columns={[
          {
            key: "no",
            header: t("batch.column.no"),
            rowHeader: true,
            cell: ({ batchNo }) => <ObjectLink kind="payout_batch" no={batchNo} className="underline" />,
          },
          {
            key: "status",
            header: t("batch.column.status"),
            cell: ({ status }) => <StatusBadge tone={BATCH_TONES[status]}>{t(`batch.status.${status}`)}</StatusBadge>,
          },
          { key: "name", header: t("batch.column.name"), cell: ({ fileName }) => fileName },
          { key: "rows", header: t("batch.column.rows"), align: "end", cell: ({ rowCount }) => rowCount },
          { key: "by", header: t("batch.column.by"), cell: ({ by }) => by },
          { key: "at", header: t("batch.column.at"), cell: ({ createdAt }) => <DateTime at={createdAt} /> },
        ]}
      />
    </Section>
  );
}
