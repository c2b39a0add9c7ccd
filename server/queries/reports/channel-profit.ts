import "server-only";
import { NO_CHANNEL } from "@/contracts/clearing-views";
import type { ReportColumn } from "@/contracts/report-views";
import { effectiveMilliBps } from "@/core/reconciliation/effective-rate";
import { reader } from "@/server/transact";
import { channelHref, type ReportRange } from "./range";
import { type ReportFigures, toTables } from "./to-tables";

/** What is left of merchants' fees after the channels' cost (通道利润), by what was cleared; the margin is of the gross. */
export const CHANNEL_PROFIT_COLUMNS = [
  { id: "items", kind: "count" },
  { id: "gross", kind: "amount" },
  { id: "refunds", kind: "amount" },
  { id: "fee", kind: "amount" },
  { id: "feeReturned", kind: "amount" },
  { id: "cost", kind: "amount" },
  { id: "profit", kind: "amount" },
  { id: "margin", kind: "rate" },
] as const satisfies readonly ReportColumn[];

type Row = {
  code: string | null;
  name: string | null;
  on: string | null;
  batch_no: string | null;
  asset: string;
  items: bigint;
  gross: bigint;
  refunds: bigint;
  fee: bigint;
  fee_returned: bigint;
  cost: bigint;
};

const PROFITS = `
  SELECT c.code, min(c.name) AS name, CASE WHEN $3::text IS NULL THEN NULL ELSE b.accounting_on END AS on,
         CASE WHEN $3::text IS NULL THEN NULL ELSE min(b.batch_no) END AS batch_no, l.asset, sum(l.item_count)::bigint AS items,
         sum(l.gross_minor)::bigint AS gross, sum(l.refund_minor)::bigint AS refunds, sum(l.fee_charged_minor)::bigint AS fee,
         sum(l.fee_returned_minor)::bigint AS fee_returned, sum(l.cost_minor)::bigint AS cost
  FROM clearing_batches b JOIN clearing_lines l ON l.batch_id = b.id LEFT JOIN channels c ON c.id = l.channel_id
  WHERE b.accounting_on BETWEEN $1 AND $2 AND ($3::text IS NULL OR coalesce(c.code, '${NO_CHANNEL}') = $3)
  GROUP BY c.id, c.code, 3, l.asset
  HAVING sum(l.item_count) > 0 ORDER BY c.id NULLS LAST, 3, l.asset`;

export async function readChannelProfit(range: ReportRange) {
  const rows = await reader.query<Row>(PROFITS, [range.from, range.to, range.channel]);
  return toTables(
    CHANNEL_PROFIT_COLUMNS,
    rows.map((row) => toFigures(row, range)),
    (_, { profit = 0n, gross = 0n }) => effectiveMilliBps(profit, gross),
  );
}

function toFigures(row: Row, range: ReportRange): ReportFigures {
  const { items, gross, refunds, fee, cost, fee_returned: feeReturned } = row;
  const profit = fee - feeReturned - cost;
  const channel = channelHref("channel-profit", range, row.code ?? NO_CHANNEL);
  return {
    asset: row.asset,
    key: `${row.code ?? NO_CHANNEL} ${row.on ?? ""}`,
    label: row.on ?? row.name ?? "",
    href: row.batch_no ? `/clearing/${row.batch_no}` : channel,
    values: { items, gross, refunds, fee, feeReturned, cost, profit, margin: effectiveMilliBps(profit, gross) },
    hrefs: hrefsOf(row, channel),
  };
}

const PARTS = {
  gross: "gross",
  refunds: "refund",
  fee: "feeCharged",
  feeReturned: "feeReturned",
  cost: "cost",
} as const;

/** A day's figures lead to the items of its batch, those of several days to the days of that channel. */
function hrefsOf({ batch_no: batchNo, code, asset }: Row, days: string): Readonly<Record<string, string>> {
  const hrefOf = (part: string) =>
    batchNo === null
      ? days
      : `/clearing/${batchNo}?${new URLSearchParams({ tab: "items", part, channel: code ?? NO_CHANNEL, asset })}#rows`;
  return Object.fromEntries(Object.entries(PARTS).map(([column, part]) => [column, hrefOf(part)]));
}
