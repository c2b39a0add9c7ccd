import "server-only";
import type { ReportColumn } from "@/contracts/report-views";
import { addDays } from "@/core/calendar/settlement-day";
import { reader } from "@/server/transact";
import { channelHref, type ReportRange } from "./range";
import { type ReportFigures, toTables } from "./to-tables";

/** What hung, what came, what went and what hangs (挂账变动): opening + new − cleared = closing, from the ledger's entries. */
export const SUSPENSE_MOVEMENT_COLUMNS = [
  { id: "opening", kind: "amount" },
  { id: "opened", kind: "amount" },
  { id: "cleared", kind: "amount" },
  { id: "closing", kind: "amount" },
  { id: "openItems", kind: "count" },
] as const satisfies readonly ReportColumn[];

type Row = {
  code: string | null;
  name: string | null;
  on: string | null;
  direction: "LONG" | "SHORT";
  account_no: string;
  asset: string;
  opening: bigint;
  opened: bigint;
  cleared: bigint;
  open_items: bigint | null;
};

// An entry that raises the account is new, one that lowers it clears. Days without a movement are left out of a channel's days.
const MOVEMENTS = `
  WITH kept AS (
    SELECT a.id, a.account_no, a.asset, a.channel_id, a.bank_account, CASE a.gl_code WHEN '2241' THEN 'LONG' ELSE 'SHORT' END AS direction, c.code, c.name
    FROM accounts a LEFT JOIN channels c ON c.id = a.channel_id
    WHERE a.gl_code IN ('2241', '1901') AND ($3::text IS NULL OR c.code = $3)
  ), moved AS (
    SELECT k.id, CASE WHEN $3::text IS NULL THEN NULL ELSE e.accounting_on END AS on,
           sum(e.change_minor) FILTER (WHERE e.change_minor > 0) AS opened, -sum(e.change_minor) FILTER (WHERE e.change_minor < 0) AS cleared
    FROM kept k JOIN entries e ON e.account_id = k.id AND e.accounting_on BETWEEN $1 AND $2 GROUP BY 1, 2
  ), before AS (
    SELECT k.id, sum(e.change_minor) AS minor FROM kept k JOIN entries e ON e.account_id = k.id AND e.accounting_on < $1 GROUP BY 1
  ), hanging AS (
    SELECT channel_id, direction, asset, count(*) AS items FROM suspense_items WHERE status NOT IN ('RESOLVED', 'AUTO_RESOLVED') GROUP BY 1, 2, 3
  )
  SELECT k.code, coalesce(k.name, k.bank_account) AS name, m.on, k.direction, k.account_no, k.asset,
         (coalesce(b.minor, 0) + coalesce(sum(m.opened) OVER earlier, 0) - coalesce(sum(m.cleared) OVER earlier, 0))::bigint AS opening,
         coalesce(m.opened, 0)::bigint AS opened, coalesce(m.cleared, 0)::bigint AS cleared, h.items AS open_items
  FROM kept k LEFT JOIN moved m ON m.id = k.id LEFT JOIN before b ON b.id = k.id
  LEFT JOIN hanging h ON $3::text IS NULL AND (h.channel_id, h.direction, h.asset) = (k.channel_id, k.direction, k.asset)
  WHERE m.id IS NOT NULL OR b.minor <> 0
  WINDOW earlier AS (PARTITION BY k.id ORDER BY m.on ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
  ORDER BY k.channel_id NULLS LAST, k.direction, m.on`;

export async function readSuspenseMovement(range: ReportRange) {
  const rows = await reader.query<Row>(MOVEMENTS, [range.from, range.to, range.channel]);
  const tables = toTables(
    SUSPENSE_MOVEMENT_COLUMNS,
    rows.map((row) => toFigures(row, range)),
  );
  // Days of one account follow each other: their openings are not to be added up.
  if (range.channel === null) return tables;
  return tables.map((table) => ({
    ...table,
    total: { ...table.total, opening: null, closing: null, openItems: null },
  }));
}

function toFigures(row: Row, range: ReportRange): ReportFigures {
  const { opening, opened, cleared } = row;
  const [from, to] = [row.on ?? range.from, row.on ?? range.to];
  const entries = `/ledger/vouchers?${new URLSearchParams({ account: row.account_no, from, to })}`;
  const balance = (at: string) => `/ledger/accounts/${row.account_no}?${new URLSearchParams({ at })}`;
  return {
    asset: row.asset,
    key: `${row.account_no} ${row.on ?? ""}`,
    label: row.on ?? row.name ?? row.account_no,
    href: row.on ? entries : row.code ? channelHref("suspense-movement", range, row.code) : entries,
    direction: row.direction,
    values: { opening, opened, cleared, closing: opening + opened - cleared, openItems: row.open_items },
    hrefs: {
      opening: balance(addDays(from, -1)),
      opened: entries,
      cleared: entries,
      closing: balance(to),
      ...(row.code
        ? { openItems: `/suspense?${new URLSearchParams({ direction: row.direction, channel: row.code })}` }
        : {}),
    },
  };
}
