import "server-only";
import type { ReportColumn } from "@/contracts/report-views";
import { accountNoOf } from "@/core/ledger/chart";
import { effectiveMilliBps } from "@/core/reconciliation/effective-rate";
import { reader } from "@/server/transact";
import { channelHref, type ReportRange } from "./range";
import { type ReportFigures, toTables } from "./to-tables";

/** What channels took against what their contracts say (通道成本对账); drift is above zero where one took more. */
export const CHANNEL_COST_COLUMNS = [
  { id: "lines", kind: "count" },
  { id: "base", kind: "amount" },
  { id: "charged", kind: "amount" },
  { id: "contract", kind: "amount" },
  { id: "drift", kind: "amount" },
  { id: "rate", kind: "rate" },
  { id: "contractRate", kind: "rate" },
  { id: "booked", kind: "amount" },
] as const satisfies readonly ReportColumn[];

type Row = {
  code: string;
  name: string;
  on: string | null;
  batch_no: string | null;
  asset: string;
  lines: bigint;
  base: bigint;
  charged: bigint;
  contract: bigint;
  booked: bigint;
};

// The newest statement of each day by its sums, and what the books have charged for that day.
const COSTS = `
  WITH told AS (
    SELECT c.id, c.code, c.name, s.settles_on AS on, b.batch_no, a.asset, a.lines, a.signed_minor, a.fee_minor, a.contract_fee_minor
    FROM channels c JOIN statements s ON s.channel_id = c.id AND s.superseded_by IS NULL AND s.settles_on BETWEEN $1 AND $2
    JOIN statement_assets a ON a.statement_id = s.id
    LEFT JOIN batches b ON b.channel_id = c.id AND b.statement_on = s.settles_on AND b.is_current
    WHERE $3::text IS NULL OR c.code = $3
  ), booked AS (
    SELECT v.object_no, e.asset, sum(CASE e.side WHEN 'DEBIT' THEN e.amount_minor ELSE -e.amount_minor END) AS minor
    FROM vouchers v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on
    JOIN accounts a ON a.id = e.account_id AND a.gl_code = '6401'
    WHERE v.object_type = 'channel_day' AND v.object_no IN (SELECT code || ':' || told.on FROM told) GROUP BY 1, 2
  )
  SELECT t.code, min(t.name) AS name, CASE WHEN $3::text IS NULL THEN NULL ELSE t.on END AS on,
         CASE WHEN $3::text IS NULL THEN NULL ELSE min(t.batch_no) END AS batch_no, t.asset, sum(t.lines)::bigint AS lines,
         sum(t.signed_minor)::bigint AS base, sum(t.fee_minor)::bigint AS charged, sum(t.contract_fee_minor)::bigint AS contract,
         coalesce(sum(k.minor), 0)::bigint AS booked
  FROM told t LEFT JOIN booked k ON k.object_no = t.code || ':' || t.on AND k.asset = t.asset
  GROUP BY t.id, t.code, 3, t.asset ORDER BY t.id, 3, t.asset`;

export async function readChannelCost(range: ReportRange) {
  const rows = await reader.query<Row>(COSTS, [range.from, range.to, range.channel]);
  const rateOf = (id: string, { base = 0n, charged = 0n, contract = 0n }: Readonly<Record<string, bigint>>) =>
    effectiveMilliBps(id === "rate" ? charged : contract, base);
  return toTables(
    CHANNEL_COST_COLUMNS,
    rows.map((row) => toFigures(row, range)),
    rateOf,
  );
}

function toFigures(row: Row, range: ReportRange): ReportFigures {
  const { lines, base, charged, contract, booked } = row;
  const day = row.on ? `/reconciliation?${new URLSearchParams({ channel: row.code, on: row.on })}` : null;
  const batch = row.batch_no ? `/reconciliation/${row.batch_no}` : day;
  const vouchers = new URLSearchParams({
    event: "channel_cost.charged",
    account: accountNoOf("CHANNEL_COST", row.code, row.asset),
    from: row.on ?? range.from,
    to: row.on ?? range.to,
  });
  return {
    asset: row.asset,
    key: `${row.code} ${row.on ?? ""}`,
    label: row.on ?? row.name,
    href: batch ?? channelHref("channel-cost", range, row.code),
    values: {
      lines,
      base,
      charged,
      contract,
      drift: charged - contract,
      rate: effectiveMilliBps(charged, base),
      contractRate: effectiveMilliBps(contract, base),
      booked,
    },
    hrefs: {
      drift: `/reconciliation/trends?${new URLSearchParams({ channel: row.code, days: "92" })}`,
      booked: `/ledger/vouchers?${vouchers}`,
    },
  };
}
