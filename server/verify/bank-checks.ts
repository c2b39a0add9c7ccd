import "server-only";
import { BANK_DIFFERENCES } from "@/server/bank/explain-difference";
import type { BookCheck } from "./book-check";

/** A bank's statement is its lines, from its opening to its closing balance. */
const BANK_STATEMENTS: BookCheck = {
  name: "bank_statements_add_up",
  noun: "bank statements",
  units: `
    SELECT s.statement_no AS name, s.opening_minor + coalesce(l.minor, 0) = s.closing_minor AND s.line_count = coalesce(l.lines, 0) AS ok
    FROM bank_statements s LEFT JOIN (
      SELECT root_id, sum(signed_minor) AS minor, count(*) AS lines FROM bank_lines WHERE dropped_by IS NULL GROUP BY root_id
    ) AS l ON l.root_id = s.root_id
    WHERE s.superseded_by IS NULL`,
};

/** A match comes out even: its lines, the days that it names, and what its vouchers move on the account. */
const BANK_MATCHES: BookCheck = {
  name: "bank_matches_even",
  noun: "matches of bank lines",
  units: `
    SELECT m.match_no AS name, received.minor = coalesce(days.minor, received.minor)
             AND (b.kind <> 'RESERVE' OR received.minor = coalesce(booked.minor, 0)) AS ok
    FROM bank_matches m JOIN bank_accounts b ON b.id = m.bank_account_id
    CROSS JOIN LATERAL (SELECT sum(l.signed_minor) AS minor FROM bank_match_lines x JOIN bank_lines l ON l.id = x.line_id
                        WHERE x.match_id = m.id AND x.is_live AND l.dropped_by IS NULL) AS received
    CROSS JOIN LATERAL (SELECT sum(amount_minor) AS minor FROM bank_match_days x WHERE x.match_id = m.id AND x.is_live) AS days
    CROSS JOIN LATERAL (
      SELECT sum(e.change_minor) AS minor FROM bank_match_vouchers x JOIN entries e ON e.voucher_id = x.voucher_id
      JOIN accounts a ON a.id = e.account_id AND a.gl_code = '1002' AND a.bank_account = b.code AND a.asset = b.asset
      WHERE x.match_id = m.id AND x.is_live AND NOT EXISTS (SELECT 1 FROM vouchers r WHERE r.reverses_voucher_id = x.voucher_id)
    ) AS booked
    WHERE m.undone_at IS NULL`,
};

/** Book ↔ bank: the two balances differ by what is named, and by nothing else. */
const BANK_IS_BOOK: BookCheck = {
  name: "bank_is_book",
  noun: "bank accounts",
  units: `
    SELECT format('%s %s: bank %s, book %s', d.code, d.asset, d."closingMinor", d."bookMinor") AS name, d."isExplained" AS ok
    FROM (${BANK_DIFFERENCES}) AS d`,
};

/** Suspense of a bank account is its lines that nothing explains. */
const BANK_SUSPENSE: BookCheck = {
  name: "bank_suspense_is_open_lines",
  noun: "suspense accounts of banks",
  units: `
    WITH held AS (
      SELECT a.bank_account AS code, a.asset, CASE a.gl_code WHEN '1901' THEN 'SHORT' ELSE 'LONG' END AS direction, b.posted_minor AS minor
      FROM accounts a JOIN account_holdings b ON b.account_id = a.id
      WHERE a.gl_code IN ('1901', '2241') AND a.bank_account IS NOT NULL AND a.channel_id IS NULL
    ), open AS (
      SELECT b.code, b.asset, s.direction, sum(abs(l.signed_minor)) AS minor
      FROM bank_suspense s JOIN bank_lines l ON l.id = s.line_id JOIN bank_accounts b ON b.id = l.bank_account_id
      WHERE s.closed_voucher_id IS NULL GROUP BY 1, 2, 3
    )
    SELECT format('%s %s %s: %s in the books, %s in open lines', code, asset, lower(direction),
                  coalesce(held.minor, 0), coalesce(open.minor, 0)) AS name,
           coalesce(held.minor, 0) = coalesce(open.minor, 0) AS ok
    FROM held FULL JOIN open USING (code, asset, direction)`,
};

export const BANK_CHECKS: readonly BookCheck[] = [BANK_STATEMENTS, BANK_MATCHES, BANK_IS_BOOK, BANK_SUSPENSE];
