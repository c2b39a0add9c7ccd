import "server-only";
import type { ClearingSumsDto } from "@/contracts/clearing-views";

/** The figures of a clearing line, and their names on the wire. */
const COLUMNS = {
  grossMinor: "gross_minor",
  refundMinor: "refund_minor",
  feeChargedMinor: "fee_charged_minor",
  feeReturnedMinor: "fee_returned_minor",
  shareMinor: "share_minor",
  receivedMinor: "received_minor",
  adjustmentMinor: "adjustment_minor",
  costMinor: "cost_minor",
  netMinor: "net_minor",
} as const;
const FIGURES = Object.entries(COLUMNS);

/** The figures of one `clearing_lines l`, as text. */
export const LINE_FIGURES = FIGURES.map(([name, column]) => `l.${column}::text AS "${name}"`).join(", ");

/** Sums of `clearing_lines l`, one JSON object an asset; minor units as text, since JSON numbers lose cents. */
export function sumsOf(condition: string): string {
  const sums = FIGURES.map(([name, column]) => `'${name}', t.${column}::text`).join(", ");
  const columns = FIGURES.map(([, column]) => `sum(l.${column}) AS ${column}`).join(", ");
  return `(SELECT coalesce(json_agg(json_build_object('asset', t.asset, 'items', t.items, ${sums}) ORDER BY t.asset <> 'CNY', t.asset), '[]')
    FROM (SELECT l.asset, sum(l.item_count)::int AS items, ${columns} FROM clearing_lines l WHERE ${condition} GROUP BY l.asset) AS t)`;
}

/** Whether `merchant` (SQL) is one of the reader's; the parameter is the reader's scope. */
export function ofScope(merchant: string): string {
  return `${merchant} IN (SELECT id FROM merchants WHERE merchant_no = ANY (?))`;
}

export type SumsRaw = ClearingSumsDto[];
