import "server-only";
import { ALL_RULES } from "@/core/ledger/catalogue";
import { ACCOUNT_PLACES } from "@/core/ledger/chart";
import type { BookCheck } from "./book-check";

/** Debits = credits per voucher and asset, and every entry stands on the day of its voucher. */
const VOUCHERS_BALANCED: BookCheck = {
  name: "vouchers_balanced",
  noun: "vouchers",
  units: `
    SELECT v.voucher_no AS name, coalesce(l.ok, false) AS ok FROM vouchers v LEFT JOIN (
      SELECT voucher_id, bool_and(difference = 0) AND count(DISTINCT accounting_on) = 1 AS ok, min(accounting_on) AS day
      FROM (SELECT voucher_id, accounting_on, asset,
                   sum(CASE side WHEN 'DEBIT' THEN amount_minor ELSE -amount_minor END) AS difference
            FROM entries GROUP BY voucher_id, accounting_on, asset) AS per_asset
      GROUP BY voucher_id
    ) AS l ON l.voucher_id = v.id AND l.day = v.accounting_on`,
};

const BALANCES_ARE_ENTRIES: BookCheck = {
  name: "balances_are_entries",
  noun: "accounts",
  units: `
    SELECT a.account_no AS name, held.posted_minor = coalesce(e.posted, 0) AND held.entry_seq = coalesce(e.entries, 0) AS ok
    FROM accounts a LEFT JOIN account_balances held ON held.account_id = a.id LEFT JOIN (
      SELECT account_id, sum(change_minor) AS posted, count(*) AS entries FROM entries GROUP BY account_id
    ) AS e ON e.account_id = a.id`,
};

/** An account's entries are numbered without a gap, and each begins with the balance that the one before it left. */
const ENTRIES_CHAINED: BookCheck = {
  name: "entries_chained",
  noun: "accounts with entries",
  units: `
    SELECT a.account_no AS name, bool_and(e.account_seq = e.expected_seq AND e.balance_before_minor = e.expected_before
             AND e.balance_after_minor = e.balance_before_minor + e.change_minor AND e.asset = a.asset
             AND e.change_minor = CASE WHEN e.side = a.normal_side THEN e.amount_minor ELSE -e.amount_minor END) AS ok
    FROM (SELECT account_id, account_seq, side, asset, amount_minor, change_minor, balance_before_minor, balance_after_minor,
                 row_number() OVER nth AS expected_seq, coalesce(lag(balance_after_minor) OVER nth, 0) AS expected_before
          FROM entries WINDOW nth AS (PARTITION BY account_id ORDER BY account_seq)) AS e
    JOIN accounts a ON a.id = e.account_id GROUP BY a.id, a.account_no`,
};

const NO_OVERDRAFT: BookCheck = {
  name: "no_overdraft",
  noun: "accounts that must not be overdrawn",
  units: `
    SELECT a.account_no AS name, NOT held.allow_negative AND held.posted_minor - held.frozen_minor >= 0 AS ok
    FROM accounts a JOIN account_balances held ON held.account_id = a.id
    JOIN gl_subjects s ON s.code = a.gl_code WHERE NOT s.allow_negative`,
};

const KEYS_UNIQUE: BookCheck = {
  name: "idempotency_keys_unique",
  noun: "keys of vouchers",
  units: "SELECT idempotency_key AS name, count(*) = 1 AS ok FROM vouchers GROUP BY idempotency_key",
};

type Allowed = { events: string[]; versions: number[]; sides: (string | null)[]; glCodes: (string | null)[] };

/** What every version of every rule allows; a null side and subject is "whatever its approval shows". */
function allowedLines(): Allowed {
  const allowed: Allowed = { events: [], versions: [], sides: [], glCodes: [] };
  for (const { event, version, kind, lines } of ALL_RULES) {
    const open = kind === "AS_APPROVED" ? [{ side: null, glCode: null }] : [];
    const written = lines.map(({ side, place }) => ({ side, glCode: ACCOUNT_PLACES[place].glCode }));
    for (const { side, glCode } of [...open, ...written]) {
      allowed.events.push(event);
      allowed.versions.push(version);
      allowed.sides.push(side);
      allowed.glCodes.push(glCode);
    }
  }
  return allowed;
}

/**
 * Every voucher posts what its event's rule said in the version that made it, and nothing else; a reversal posts the
 * other sides of what it reverses. With it customers' money and our own stay apart, since only listed rules touch both.
 */
function vouchersFollowCatalogue(): BookCheck {
  const { events, versions, sides, glCodes } = allowedLines();
  return {
    name: "vouchers_follow_catalogue",
    noun: "vouchers",
    params: [events, versions, sides, glCodes],
    units: `
      WITH allowed AS (
        SELECT DISTINCT * FROM unnest($1::text[], $2::smallint[], $3::text[], $4::text[]) AS a (event, version, side, gl_code))
      SELECT v.voucher_no AS name,
             bool_and((r.id IS NOT NULL) = (v.event = 'voucher.reversed') AND allowed.event IS NOT NULL) AS ok
      FROM vouchers v LEFT JOIN vouchers r ON r.id = v.reverses_voucher_id
      LEFT JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on
      LEFT JOIN accounts a ON a.id = e.account_id
      LEFT JOIN allowed ON allowed.event = coalesce(r.event, v.event)
        AND allowed.version = coalesce(r.catalogue_version, v.catalogue_version)
        AND (allowed.gl_code IS NULL OR allowed.gl_code = a.gl_code AND allowed.side =
          CASE WHEN r.id IS NULL THEN e.side WHEN e.side = 'DEBIT' THEN 'CREDIT' ELSE 'DEBIT' END)
      GROUP BY v.id, v.voucher_no`,
  };
}

export const LEDGER_CHECKS: readonly BookCheck[] = [
  VOUCHERS_BALANCED,
  vouchersFollowCatalogue(),
  BALANCES_ARE_ENTRIES,
  ENTRIES_CHAINED,
  NO_OVERDRAFT,
  KEYS_UNIQUE,
];
