import "server-only";
import type { DbReader } from "@/server/transact";
import type { Scope } from "./entry-sums";
import { lineOf, type Seeds, sumOf } from "./weigh";

/** The vouchers of one event and version, as far as it matters what they are. */
export type VoucherKind = {
  readonly event: string;
  readonly version: number;
  readonly isReversal: boolean;
  readonly isApproved: boolean;
  readonly vouchers: bigint;
  /** Without the receipt of a command that ended. The full proof alone asks. */
  readonly orphans: bigint;
  /** Σ of the first and second lines that they have to have. */
  readonly lines: bigint;
};

/** What a voucher is besides its event, in one number: grouping by four columns costs a third more than by two. */
const MARKS = "v.catalogue_version * 4 + num_nonnulls(v.reverses_voucher_id) + 2 * num_nonnulls(v.approval_id)";

/**
 * Reads every voucher in scope once. Receipts of new vouchers are left to the full proof: looking up one for each would
 * take as long as everything else together.
 */
export async function weighVouchers(db: DbReader, scope: Scope, mark: bigint, seeds: Seeds): Promise<VoucherKind[]> {
  const isAll = scope === "ALL";
  const line = (no: number) => lineOf("v.id", "v.accounting_on", `${no}`, seeds);
  // What is new lies together: fetched page by page it costs a third less than row by row through the index.
  const setIndexScans = (to: string) => db.query("SELECT set_config('enable_indexscan', $1, true)", [to]);
  await setIndexScans("off");
  const rows = await db.query<Omit<VoucherKind, "lines"> & { lines: string }>(
    `SELECT event, marks >> 2 AS version, marks & 1 = 1 AS "isReversal", marks & 2 = 2 AS "isApproved", vouchers, orphans, lines
     FROM (
       SELECT v.event, ${MARKS} AS marks, count(*) AS vouchers, ${isAll ? "count(*) - count(r.command_id)" : "0::bigint"} AS orphans,
              sum(${line(1)}) + sum(${line(2)}) AS lines
       FROM vouchers v ${
         isAll ? "LEFT JOIN receipts r ON r.command_id = v.command_id AND r.outcome IS NOT NULL" : "WHERE v.id > $1"
       } GROUP BY 1, 2
     ) AS kind`,
    isAll ? [] : [mark],
  );
  await setIndexScans("on");
  return rows.map((row) => ({ ...row, lines: sumOf(row.lines) }));
}

/**
 * Whether third and later lines follow the lines before them, on a voucher's own day. First and second lines are among
 * the sums; what comes after them is too much of a chain for a sum, and too little of the book to matter.
 */
export async function areFurtherLinesWhole(db: DbReader, scope: Scope, mark: bigint): Promise<boolean> {
  const since = scope === "NEW" ? "AND voucher_id > $1" : "";
  const [row] = await db.query<{ faults: bigint }>(
    `WITH further AS MATERIALIZED (
       SELECT voucher_id, accounting_on, line_no FROM entries WHERE line_no > 2 ${since}
     )
     SELECT (SELECT count(*) FROM (
               SELECT FROM further GROUP BY voucher_id, accounting_on
               HAVING min(line_no) <> 3 OR max(line_no) <> count(*) + 2) AS torn)
          + (SELECT count(*) FROM further f WHERE f.line_no = 3 AND NOT EXISTS (
               SELECT FROM vouchers v WHERE v.id = f.voucher_id AND v.accounting_on = f.accounting_on)) AS faults`,
    scope === "NEW" ? [mark] : [],
  );
  return row?.faults === 0n;
}
