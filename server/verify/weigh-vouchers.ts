import "server-only";
import type { DbReader } from "@/server/transact";
import { type Seeds, sumOf, weightOf } from "./weigh";
import type { Part } from "./weigh-entries";

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
const MARKS = `v.catalogue_version * 4 + CASE WHEN v.reverses_voucher_id IS NULL THEN 0 ELSE 1 END
  + CASE WHEN v.approval_id IS NULL THEN 0 ELSE 2 END`;

/** Reads every voucher once, with its receipt. */
export async function weighVouchers(db: DbReader, seeds: Seeds): Promise<VoucherKind[]> {
  const receipts = "LEFT JOIN receipts r ON r.command_id = v.command_id AND r.outcome IS NOT NULL";
  return weighKinds(db, seeds, "count(*) - count(r.command_id)", receipts);
}

/**
 * Reads the part's vouchers. Receipts of new vouchers are left to the full proof: looking up one for each would take as
 * long as everything else together.
 */
export async function weighVouchersOf(db: DbReader, { after, through }: Part, seeds: Seeds): Promise<VoucherKind[]> {
  return weighKinds(db, seeds, "0::bigint", "WHERE v.id > $1 AND v.id <= $2", [after, through]);
}

async function weighKinds(
  db: DbReader,
  seeds: Seeds,
  orphans: string,
  which: string,
  params: readonly bigint[] = [],
): Promise<VoucherKind[]> {
  const rows = await db.query<Omit<VoucherKind, "lines"> & { weights: string }>(
    `SELECT event, marks >> 2 AS version, marks & 1 = 1 AS "isReversal", marks & 2 = 2 AS "isApproved", vouchers, orphans, weights
     FROM (
       SELECT v.event, ${MARKS} AS marks, count(*) AS vouchers, ${orphans} AS orphans,
              sum(${weightOf("v.id", "v.accounting_on", seeds)}) AS weights
       FROM vouchers v ${which} GROUP BY 1, 2
     ) AS kind`,
    params,
  );
  const [first, second] = seeds.lines;
  return rows.map(({ weights, ...row }) => ({ ...row, lines: sumOf(weights) * (first + second) }));
}

/**
 * Whether third and later lines follow the lines before them, on a voucher's own day. First and second lines are among
 * the sums; what comes after them is too much of a chain for a sum, and too little of the book to matter.
 */
export async function areFurtherLinesWhole(db: DbReader, part?: Part): Promise<boolean> {
  const which = part ? "AND voucher_id > $1 AND voucher_id <= $2" : "";
  const [row] = await db.query<{ faults: bigint }>(
    `WITH further AS MATERIALIZED (
       SELECT voucher_id, accounting_on, line_no FROM entries WHERE line_no > 2 ${which}
     )
     SELECT (SELECT count(*) FROM (
               SELECT FROM further GROUP BY voucher_id, accounting_on
               HAVING min(line_no) <> 3 OR max(line_no) <> count(*) + 2) AS torn)
          + (SELECT count(*) FROM further f WHERE f.line_no = 3 AND NOT EXISTS (
               SELECT FROM vouchers v WHERE v.id = f.voucher_id AND v.accounting_on = f.accounting_on)) AS faults`,
    part ? [part.after, part.through] : [],
  );
  return row?.faults === 0n;
}
