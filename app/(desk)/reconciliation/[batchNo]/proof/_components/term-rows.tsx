import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { Amount } from "@/components/money/amount";
import { Day } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { ProofRowDto, ProofRowsDto, ProofTerm } from "@/contracts/reconciliation-views";
import { daysBetween } from "@/core/calendar/settlement-day";
import { formatAmount } from "@/core/money/format-money";

type TermRowsProps = { term: ProofTerm; asset: string; rows: ProofRowsDto; statedMinor: string };

const NUMBERED = { statements: "statement", remitted: "voucher", notDue: null } as const;

/** The rows in the order of their days, their total at the foot, and whether that is the figure of the proof. */
export async function TermRows({ term, asset, rows, statedMinor }: TermRowsProps) {
  const t = await getTranslations("reconciliation");
  const format = await getFormatter();
  const locale = await getLocale();
  const kind = NUMBERED[term];
  const gaps = gapsBefore(rows.rows);
  const isEqual = rows.totalMinor === statedMinor;
  const amount = (key: "grossMinor" | "feeMinor", header: string): Column<ProofRowDto> => ({
    key,
    header,
    align: "end",
    cell: (row) => <Amount amountMinor={row[key]} asset={asset} />,
  });
  const columns: Column<ProofRowDto>[] = [
    {
      key: "on",
      header: t("field.day"),
      rowHeader: true,
      cell: (row) => <RowDay on={row.on} missing={term === "statements" ? (gaps.get(row.key) ?? 0) : 0} />,
      footer: t("file.total"),
    },
    ...(kind
      ? [
          {
            key: "no",
            header: t(`proof.no.${kind}`),
            cell: (row: ProofRowDto) => <ObjectLink kind={kind} no={row.no ?? ""} />,
          },
        ]
      : []),
    ...(term === "remitted"
      ? []
      : [
          {
            key: "count",
            header: t(`proof.count.${term}`),
            align: "end" as const,
            cell: (row: ProofRowDto) => format.number(row.count),
          },
        ]),
    ...(term === "statements" ? [amount("grossMinor", t("proof.gross")), amount("feeMinor", t("proof.fee"))] : []),
    {
      key: "amount",
      header: t("proof.amount", { asset }),
      align: "end",
      cell: (row) => <Amount amountMinor={row.amountMinor} asset={asset} />,
      footer: <Amount amountMinor={rows.totalMinor} asset={asset} />,
    },
  ];
  return (
    <div className="flex max-w-4xl flex-col gap-3">
      <Alert tone={isEqual ? "success" : "neutral"} title={t(isEqual ? "proof.equal" : "proof.moved")}>
        {t("proof.stated", { amount: formatAmount(BigInt(statedMinor), asset, locale), asset })}
      </Alert>
      <Card flush>
        <Older older={rows.older} asset={asset} />
        <DataTable
          caption={t("proof.title")}
          columns={columns}
          rows={rows.rows}
          rowKey={(row) => row.key}
          empty={<EmptyState kind="nothing-yet" title={t("proof.none")} />}
        />
      </Card>
    </div>
  );
}

async function Older({ older, asset }: { older: ProofRowsDto["older"]; asset: string }) {
  const t = await getTranslations("reconciliation");
  if (older.count === 0) return null;
  return (
    <p className="flex justify-between gap-3 border-line border-b px-4 py-2 text-muted text-sm">
      {t("proof.older", { count: older.count })}
      <Amount amountMinor={older.amountMinor} asset={asset} />
    </p>
  );
}

/** How many days without a statement there are before each row's day: the days should be a chain. */
function gapsBefore(rows: readonly ProofRowDto[]): Map<string, number> {
  const gaps = new Map<string, number>();
  let before: string | null = null;
  for (const { key, on } of rows) {
    if (before !== null && on !== null) gaps.set(key, daysBetween(before, on) - 1);
    before = on;
  }
  return gaps;
}

async function RowDay({ on, missing }: { on: string | null; missing: number }) {
  const t = await getTranslations("reconciliation");
  if (on === null) return t("proof.undated");
  return (
    <>
      <Day on={on} className="tabular" />
      {missing > 0 ? <span className="pl-2 text-muted text-xs">{t("proof.gap", { count: missing })}</span> : null}
    </>
  );
}
