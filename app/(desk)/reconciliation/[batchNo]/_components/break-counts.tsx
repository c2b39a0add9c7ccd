import Link from "next/link";
import { getFormatter, getTranslations } from "next-intl/server";
import { OUTCOME_TONES } from "@/components/batch/outcome-look";
import { Amount } from "@/components/money/amount";
import { StatusBadge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { type BatchDto, BREAK_OUTCOMES } from "@/contracts/reconciliation-views";

/** How many breaks of each kind the run left, and what it booked as the channel's cost. */
export async function BreakCounts({ batch }: { batch: BatchDto }) {
  const t = await getTranslations("reconciliation");
  const enums = await getTranslations("enums");
  const format = await getFormatter();
  const rows = BREAK_OUTCOMES.map((kind) => ({ kind, count: batch.breaks[kind] ?? 0 })).filter((row) => row.count > 0);
  return (
    <Section title={t("breaks.title")} description={t("breaks.description")} flush>
      <DataTable
        caption={t("breaks.title")}
        rows={rows}
        rowKey={(row) => row.kind}
        empty={<EmptyState kind="all-done" title={t("breaks.none")} description={t("breaks.noneText")} />}
        columns={[
          {
            key: "kind",
            header: t("breaks.kind"),
            rowHeader: true,
            cell: (row) => (
              <Link href={`?outcome=${row.kind}#results`} className="inline-block rounded-sm hover:underline">
                <StatusBadge tone={OUTCOME_TONES[row.kind]}>{enums(`outcome.${row.kind}`)}</StatusBadge>
              </Link>
            ),
            footer: t("file.total"),
          },
          {
            key: "count",
            header: t("breaks.count"),
            align: "end",
            cell: (row) => format.number(row.count),
            footer: format.number(batch.broken),
          },
        ]}
      />
      <p className="flex justify-between gap-3 border-line border-t px-4 py-2 text-sm">
        <span className="text-muted">{t("breaks.cost")}</span>
        <Amount amountMinor={batch.costMinor} asset={batch.asset} showAsset />
      </p>
    </Section>
  );
}
