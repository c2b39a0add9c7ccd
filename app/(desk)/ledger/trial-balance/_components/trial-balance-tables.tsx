import Link from "next/link";
import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { LINK_CLASS } from "@/components/object/object-link";
import { Badge, StatusBadge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { useSubjectNameByCode } from "@/components/voucher/subject-name";
import type { TrialBalanceDto, TrialRowDto } from "@/contracts/ledger-views";

const PAIRS = [
  { id: "opening", debit: "openingDebitMinor", credit: "openingCreditMinor" },
  { id: "turnover", debit: "debitMinor", credit: "creditMinor" },
  { id: "closing", debit: "closingDebitMinor", credit: "closingCreditMinor" },
] as const;
const CELL = "h-row px-3 py-1";

/** One table an asset: amounts of different assets never share a total. */
export function TrialBalanceTables({ trial }: { trial: TrialBalanceDto }) {
  const t = useTranslations("ledger");
  if (trial.assets.length === 0) {
    return (
      <Card>
        <EmptyState kind="nothing-yet" title={t("trial.none")} />
      </Card>
    );
  }
  return trial.assets.map((ofAsset) => (
    <section key={ofAsset.asset} aria-label={`${t("trial.title")} ${ofAsset.asset}`} className="flex flex-col gap-2">
      <div className="flex items-center gap-2">
        <h2 className="font-semibold text-base">{ofAsset.asset}</h2>
        <StatusBadge tone={ofAsset.isBalanced ? "success" : "danger"}>
          {t(ofAsset.isBalanced ? "trial.balanced" : "trial.unbalanced")}
        </StatusBadge>
        <Badge>{t(trial.isClosed ? "trial.closed" : "trial.open")}</Badge>
      </div>
      <Card flush>
        <ScrollRegion label={`${t("trial.title")} ${ofAsset.asset}`}>
          <TrialTable {...ofAsset} date={trial.date} />
        </ScrollRegion>
      </Card>
    </section>
  ));
}

type TrialTableProps = TrialBalanceDto["assets"][number] & { date: string };

function TrialTable({ asset, rows, total, date }: TrialTableProps) {
  const t = useTranslations("ledger");
  const nameByCode = useSubjectNameByCode();
  return (
    <table className="w-full border-collapse text-sm">
      <caption className="sr-only">{`${t("trial.title")} ${asset}`}</caption>
      <TrialHead />
      <tbody>
        {rows.map((row) => (
          <tr key={row.code} className="border-line border-b last:border-b-0 hover:bg-hover">
            <td className={cn(CELL, "pl-4")}>
              <Link
                href={`/ledger/trial-balance/${row.code}?${new URLSearchParams({ date, asset })}`}
                className={cn(LINK_CLASS, "tabular")}
              >
                {row.code}
              </Link>
            </td>
            <th scope="row" className={cn(CELL, "text-left font-normal")}>
              {nameByCode(row.code) === row.code ? row.name : nameByCode(row.code)}
            </th>
            <TrialAmounts row={row} asset={asset} />
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr className="border-line border-t bg-sunken/60 font-medium">
          <td className={cn(CELL, "pl-4")} colSpan={2}>
            {t("trial.total", { asset })}
          </td>
          <TrialAmounts row={total} asset={asset} />
        </tr>
      </tfoot>
    </table>
  );
}

function TrialHead() {
  const t = useTranslations("ledger");
  return (
    <thead className="font-medium text-muted text-xs">
      <tr>
        <th scope="col" rowSpan={2} className="border-line border-b px-3 pl-4 text-left font-medium">
          {t("chart.code")}
        </th>
        <th scope="col" rowSpan={2} className="border-line border-b px-3 text-left font-medium">
          {t("chart.name")}
        </th>
        {PAIRS.map(({ id }) => (
          <th
            key={id}
            scope="colgroup"
            colSpan={2}
            className="border-line border-l px-3 pt-1.5 text-center font-medium"
          >
            {t(`trial.${id}`)}
          </th>
        ))}
      </tr>
      <tr className="border-line border-b">
        {PAIRS.flatMap(({ id }) => [
          <th key={`${id}-debit`} scope="col" className="h-7 border-line border-l px-3 text-right font-medium">
            {t("side.DEBIT")}
          </th>,
          <th key={`${id}-credit`} scope="col" className="h-7 px-3 text-right font-medium">
            {t("side.CREDIT")}
          </th>,
        ])}
      </tr>
    </thead>
  );
}

function TrialAmounts({ row, asset }: { row: TrialRowDto; asset: string }) {
  return PAIRS.flatMap(({ id, debit, credit }) => [
    <td key={`${id}-debit`} className={cn(CELL, "border-line border-l text-right")}>
      <Figure amountMinor={row[debit]} asset={asset} />
    </td>,
    <td key={`${id}-credit`} className={cn(CELL, "text-right")}>
      <Figure amountMinor={row[credit]} asset={asset} />
    </td>,
  ]);
}

function Figure({ amountMinor, asset }: { amountMinor: string; asset: string }) {
  if (amountMinor === "0") return <span className="text-faint">—</span>;
  return <Amount amountMinor={amountMinor} asset={asset} />;
}
