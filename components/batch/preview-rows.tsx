import { Minus, Pencil, Plus } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { DataTable } from "@/components/ui/data-table";
import type { DifferenceChange, DifferenceRowDto, RunDifferenceDto } from "@/contracts/reconciliation-difference";

const ICONS: Record<DifferenceChange, typeof Plus> = { ADDED: Plus, REMOVED: Minus, CHANGED: Pencil };
const SHOWN = 20;

/** The first of the rows that the run would add, remove or change. */
export function PreviewRows({ difference }: { difference: RunDifferenceDto }) {
  const t = useTranslations("reconciliation");
  const format = useFormatter();
  const rows = difference.rows.slice(0, SHOWN);
  if (rows.length === 0) return null;
  const more = difference.more + difference.rows.length - rows.length;
  return (
    <div className="rounded-lg border border-line bg-surface">
      <DataTable
        caption={t("preview.rows")}
        showCaption
        rows={rows}
        rowKey={(row) => `${row.itemKind} ${row.matchKey} ${row.asset} ${row.change} ${row.on}`}
        columns={[
          { key: "change", header: t("preview.change"), cell: (row) => <Change change={row.change} /> },
          {
            key: "key",
            header: t("results.order"),
            rowHeader: true,
            cell: (row) => <span className="tabular break-all">{row.matchKey}</span>,
          },
          { key: "before", header: t("preview.before"), cell: (row) => <Side side={row.before} asset={row.asset} /> },
          { key: "after", header: t("preview.after"), cell: (row) => <Side side={row.after} asset={row.asset} /> },
        ]}
      />
      {more > 0 ? (
        <p className="border-line border-t px-4 py-2 text-muted text-xs">
          {t("preview.more", { count: format.number(more) })}
        </p>
      ) : null}
    </div>
  );
}

function Change({ change }: { change: DifferenceChange }) {
  const t = useTranslations("reconciliation");
  const Icon = ICONS[change];
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      <Icon aria-hidden className="size-3.5 text-muted" />
      {t(`preview.kind.${change}`)}
    </span>
  );
}

function Side({ side, asset }: { side: DifferenceRowDto["before"]; asset: string }) {
  const enums = useTranslations("enums");
  if (!side) return <span className="text-faint">—</span>;
  return (
    <span className="flex flex-col">
      {enums(`outcome.${side.outcome}`)}
      {side.deltaMinor === "0" ? null : <Amount amountMinor={side.deltaMinor} asset={asset} signed />}
    </span>
  );
}
