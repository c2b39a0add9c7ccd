import Link from "next/link";
import { getFormatter, getTranslations } from "next-intl/server";
import { OUTCOME_TONES } from "@/components/batch/outcome-look";
import { SignLegend } from "@/components/batch/sign-legend";
import { Amount } from "@/components/money/amount";
import { StatusBadge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { BreakSumDto } from "@/contracts/board-views";
import type { BatchDto, ResultOutcome } from "@/contracts/reconciliation-views";

/** How many breaks of each kind the run left and what they come to, and what it booked as the channel's cost. */
export async function BreakCounts({ batch }: { batch: BatchDto }) {
  const t = await getTranslations("reconciliation");
  const enums = await getTranslations("enums");
  const format = await getFormatter();
  const hasAssets = new Set(batch.breakSums.map(({ asset }) => asset)).size > 1;
  const size = (key: "longMinor" | "shortMinor", header: string): Column<BreakSumDto> => ({
    key,
    header,
    align: "end",
    cell: (row) =>
      row[key] === "0" ? (
        <span className="text-faint">—</span>
      ) : (
        <Amount amountMinor={row[key]} asset={row.asset} showAsset={hasAssets} />
      ),
    footer: <Totals rows={batch.breakSums} of={key} showAsset={hasAssets} />,
  });
  return (
    <Section title={t("breaks.title")} description={t("breaks.description")} actions={<SignLegend />} flush>
      <DataTable
        caption={t("breaks.title")}
        rows={batch.breakSums}
        rowKey={(row) => `${row.kind} ${row.asset}`}
        empty={<EmptyState kind="all-done" title={t("breaks.none")} description={t("breaks.noneText")} />}
        columns={[
          {
            key: "kind",
            header: t("breaks.kind"),
            rowHeader: true,
            cell: ({ kind }) => (
              <Link
                href={`?group=broken&outcome=${kind}#results`}
                scroll={false}
                className="inline-block rounded-sm hover:underline"
              >
                <StatusBadge tone={OUTCOME_TONES[kind as ResultOutcome]}>{enums(`outcome.${kind}`)}</StatusBadge>
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
          size("longMinor", enums("direction.LONG")),
          size("shortMinor", enums("direction.SHORT")),
        ]}
      />
      <p className="flex justify-between gap-3 border-line border-t px-4 py-2 text-sm">
        <span className="text-muted">{t("breaks.cost")}</span>
        <Amount amountMinor={batch.costMinor} asset={batch.asset} showAsset />
      </p>
    </Section>
  );
}

type TotalsProps = { rows: readonly BreakSumDto[]; of: "longMinor" | "shortMinor"; showAsset: boolean };

function Totals({ rows, of, showAsset }: TotalsProps) {
  const byAsset = new Map<string, bigint>();
  for (const row of rows) byAsset.set(row.asset, (byAsset.get(row.asset) ?? 0n) + BigInt(row[of]));
  return [...byAsset].map(([asset, minor]) => (
    <span key={asset} className="block">
      <Amount amountMinor={minor} asset={asset} showAsset={showAsset} />
    </span>
  ));
}
