import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { OUTCOME_TONES } from "@/components/batch/outcome-look";
import { Amount } from "@/components/money/amount";
import { StatusBadge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import type { BreakSumDto, DayDto } from "@/contracts/board-views";
import type { ResultOutcome } from "@/contracts/reconciliation-views";

/** The day's breaks by kind, long and short apart: the one does not make up for the other. */
export function DayBreaks({ day: { breaks, batch } }: { day: DayDto }) {
  const t = useTranslations("reconciliation");
  const enums = useTranslations("enums");
  const format = useFormatter();
  if (!batch || breaks.length === 0) return null;
  const columns: Column<BreakSumDto>[] = [
    {
      key: "kind",
      header: t("breaks.kind"),
      rowHeader: true,
      cell: ({ kind, asset }) => (
        <Link
          href={`/reconciliation/${batch.batchNo}?view=broken&outcome=${kind}#results`}
          prefetch={false}
          className="inline-block rounded-sm hover:underline"
        >
          <StatusBadge tone={OUTCOME_TONES[kind as ResultOutcome]}>{enums(`outcome.${kind}`)}</StatusBadge>
          <span className="pl-1 text-muted text-xs">{asset === "CNY" ? null : asset}</span>
        </Link>
      ),
    },
    { key: "count", header: t("breaks.count"), align: "end", cell: ({ count }) => format.number(count) },
    {
      key: "long",
      header: enums("direction.LONG"),
      align: "end",
      cell: (row) => <Size minor={row.longMinor} asset={row.asset} />,
    },
    {
      key: "short",
      header: enums("direction.SHORT"),
      align: "end",
      cell: (row) => <Size minor={row.shortMinor} asset={row.asset} />,
    },
  ];
  return (
    <Section
      title={t("breaks.title")}
      flush
      actions={
        <Link href={`/suspense?channel=${batch.channel}`} className="text-accent text-sm hover:underline">
          {t("day.toQueue")}
        </Link>
      }
    >
      <DataTable
        caption={t("breaks.title")}
        columns={columns}
        rows={breaks}
        rowKey={(row) => `${row.kind} ${row.asset}`}
      />
    </Section>
  );
}

function Size({ minor, asset }: { minor: string; asset: string }) {
  if (minor === "0") return <span className="text-faint">—</span>;
  return <Amount amountMinor={minor} asset={asset} />;
}
