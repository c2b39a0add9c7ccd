import "server-only";
import type { DbReader } from "@/server/transact";

/**
 * One bank account held against its ledger account, signed minor units. The bank's closing balance less ours is, to the
 * cent: what the bank had before its first statement, and the statements missing since; the lines that the books could not
 * take; less what the books have and no line stands for.
 */
export type BankDifference = {
  readonly accountId: bigint;
  readonly code: string;
  readonly asset: string;
  readonly beginsOn: string;
  readonly closedOn: string;
  readonly closingMinor: bigint;
  readonly bookMinor: bigint;
  /** Before the first statement: the bank's opening balance less what the books had booked until then. */
  readonly beforeMinor: bigint;
  readonly gapMinor: bigint;
  readonly gaps: number;
  readonly unbookedMinor: bigint;
  readonly unbooked: number;
  /** Booked since the first statement and up to the last one, and not at the bank. */
  readonly unseenMinor: bigint;
  readonly unseen: number;
  /** Booked after the last statement: the bank will show it. */
  readonly aheadMinor: bigint;
  readonly ahead: number;
  readonly isExplained: boolean;
};

/** Also what `desk verify` proves: every term is counted from its own table. `kind` is RESERVE. */
export const BANK_DIFFERENCES = `
  WITH chain AS (
    SELECT s.*, lag(s.closing_minor) OVER (PARTITION BY s.bank_account_id ORDER BY s.ends_on, s.root_id) AS before_minor
    FROM bank_statements s WHERE s.superseded_by IS NULL
  ), statements AS (
    SELECT bank_account_id, (array_agg(opening_minor ORDER BY ends_on, root_id))[1] AS opening_minor,
           (array_agg(closing_minor ORDER BY ends_on DESC, root_id DESC))[1] AS closing_minor, max(ends_on) AS closed_on,
           (array_agg(ends_on ORDER BY ends_on, root_id))[1] AS first_ends_on,
           (array_agg(root_id ORDER BY ends_on, root_id))[1] AS first_root,
           coalesce(sum(opening_minor - before_minor), 0)::bigint AS gap_minor,
           count(*) FILTER (WHERE opening_minor <> before_minor)::int AS gaps
    FROM chain GROUP BY bank_account_id
  ), begun AS (
    SELECT s.*, least(s.first_ends_on, (SELECT min(l.booked_on) FROM bank_lines l
                                        WHERE l.root_id = s.first_root AND l.dropped_by IS NULL)) AS begins_on
    FROM statements s
  ), unbooked AS (
    SELECT l.bank_account_id, sum(l.signed_minor)::bigint AS minor, count(*)::int AS lines FROM bank_lines l
    WHERE l.dropped_by IS NULL AND l.signed_minor <> 0
      AND NOT EXISTS (SELECT 1 FROM bank_match_lines m WHERE m.line_id = l.id AND m.is_live)
      AND NOT EXISTS (SELECT 1 FROM bank_suspense x WHERE x.line_id = l.id AND x.closed_voucher_id IS NULL)
    GROUP BY l.bank_account_id
  ), alone AS (
    SELECT b.id, e.accounting_on, e.change_minor, v.reverses_voucher_id IS NULL
             AND NOT EXISTS (SELECT 1 FROM vouchers r WHERE r.reverses_voucher_id = v.id) AS stands
    FROM bank_accounts b JOIN accounts a ON a.gl_code = '1002' AND a.bank_account = b.code AND a.asset = b.asset
    JOIN entries e ON e.account_id = a.id JOIN vouchers v ON v.id = e.voucher_id
    WHERE NOT EXISTS (SELECT 1 FROM bank_match_vouchers m WHERE m.voucher_id = v.id AND m.bank_account_id = b.id AND m.is_live)
      AND NOT EXISTS (SELECT 1 FROM bank_suspense x WHERE x.voucher_id = v.id AND x.closed_voucher_id IS NULL)
  ), entries_alone AS (
    SELECT alone.id, coalesce(sum(change_minor) FILTER (WHERE accounting_on < begins_on), 0)::bigint AS before_minor,
           coalesce(sum(change_minor) FILTER (WHERE accounting_on BETWEEN begins_on AND closed_on), 0)::bigint AS unseen_minor,
           (count(*) FILTER (WHERE stands AND accounting_on BETWEEN begins_on AND closed_on))::int AS unseen,
           coalesce(sum(change_minor) FILTER (WHERE accounting_on > closed_on), 0)::bigint AS ahead_minor,
           (count(*) FILTER (WHERE stands AND accounting_on > closed_on))::int AS ahead
    FROM alone JOIN begun ON begun.bank_account_id = alone.id GROUP BY alone.id
  )
  SELECT b.id AS "accountId", b.code, b.asset, s.begins_on AS "beginsOn", s.closed_on AS "closedOn",
         s.closing_minor AS "closingMinor", coalesce(held.posted_minor, 0)::bigint AS "bookMinor",
         (s.opening_minor - coalesce(e.before_minor, 0))::bigint AS "beforeMinor", s.gap_minor AS "gapMinor", s.gaps,
         coalesce(u.minor, 0)::bigint AS "unbookedMinor", coalesce(u.lines, 0) AS unbooked,
         coalesce(e.unseen_minor, 0)::bigint AS "unseenMinor", coalesce(e.unseen, 0) AS unseen,
         coalesce(e.ahead_minor, 0)::bigint AS "aheadMinor", coalesce(e.ahead, 0) AS ahead,
         s.closing_minor - coalesce(held.posted_minor, 0) = s.opening_minor - coalesce(e.before_minor, 0) + s.gap_minor
           + coalesce(u.minor, 0) - coalesce(e.unseen_minor, 0) - coalesce(e.ahead_minor, 0) AS "isExplained"
  FROM bank_accounts b JOIN begun s ON s.bank_account_id = b.id
  LEFT JOIN accounts a ON a.gl_code = '1002' AND a.bank_account = b.code AND a.asset = b.asset
  LEFT JOIN account_holdings held ON held.account_id = a.id
  LEFT JOIN unbooked u ON u.bank_account_id = b.id LEFT JOIN entries_alone e ON e.id = b.id
  WHERE b.kind = 'RESERVE'`;

/** Bank and book of one account, or null where no statement of it is here. */
export async function explainDifference(db: DbReader, accountId: bigint): Promise<BankDifference | null> {
  const [row] = await db.query<BankDifference>(`${BANK_DIFFERENCES} AND b.id = $1`, [accountId]);
  return row ?? null;
}

/** The same of every account that has a statement. */
export function listDifferences(db: DbReader): Promise<BankDifference[]> {
  return db.query<BankDifference>(`${BANK_DIFFERENCES} ORDER BY b.code, b.asset`);
}
