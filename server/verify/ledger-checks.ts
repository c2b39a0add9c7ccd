import "server-only";
import type { BookCheck } from "./book-check";
import { FOLLOWS_CATALOGUE } from "./catalogue-check";
import { CLOSED_DAY_FIGURES } from "./closed-day-check";
import { HOLDS_ARE_FROZEN, HOLDS_ARE_MOVES } from "./hold-checks";
import { SUBJECTS_ARE_ACCOUNTS, TRIAL_BALANCE } from "./subject-checks";
import { CLOSED_DAYS_KEPT, fundsApart } from "./voucher-checks";

export const NO_OVERDRAFT: BookCheck = {
  name: "no_overdraft",
  noun: "accounts that must not be overdrawn",
  units: `
    SELECT a.account_no AS name, NOT held.allow_negative AND held.posted_minor - held.frozen_minor >= 0 AS ok
    FROM accounts a JOIN account_balances held ON held.account_id = a.id
    JOIN gl_subjects s ON s.code = a.gl_code WHERE NOT s.allow_negative`,
};

/** The two parts of a voucher's key as PostgreSQL writes them, and as texts of SQL: put together they are the key. */
const KEY_END = "split_part(idempotency_key, '':''::text, ''-1''::integer)";
const KEY_BEGINNING = `"left"(idempotency_key, (length(idempotency_key) - length(${KEY_END})))`;

/** What an index in force keeps unique is not counted again; where it is gone, or was left invalid, every key is. */
const KEYS_UNIQUE: BookCheck = {
  name: "idempotency_keys_unique",
  noun: "unique indexes or keys of vouchers",
  units: `
    WITH index AS (
      SELECT i.indexrelid::regclass::text AS name FROM pg_index i
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attname = 'idempotency_key' AND a.attnotnull
      WHERE i.indrelid = 'public.vouchers'::regclass AND i.indisunique AND i.indisvalid AND i.indisready AND i.indislive
        AND i.indimmediate AND i.indpred IS NULL AND i.indnkeyatts = 2 AND i.indkey::text = '0 0'
        AND pg_get_indexdef(i.indexrelid, 1, false) = '${KEY_END}' AND pg_get_indexdef(i.indexrelid, 2, false) = '${KEY_BEGINNING}'
    )
    SELECT name, true AS ok FROM index
    UNION ALL
    SELECT idempotency_key, count(*) = 1 FROM vouchers WHERE NOT EXISTS (SELECT FROM index) GROUP BY idempotency_key`,
};

/** The days that lists and journals go through are those of the vouchers, and no others. */
const DAYS_LISTED: BookCheck = {
  name: "days_listed",
  noun: "accounting days with vouchers",
  units: `
    SELECT coalesce(v.day, d.accounting_on)::text AS name, v.day IS NOT NULL AND d.accounting_on IS NOT NULL AS ok
    FROM (SELECT accounting_on AS day FROM vouchers GROUP BY accounting_on) AS v
    FULL JOIN voucher_days d ON d.accounting_on = v.day`,
};

export const LEDGER_CHECKS: readonly BookCheck[] = [
  FOLLOWS_CATALOGUE,
  NO_OVERDRAFT,
  KEYS_UNIQUE,
  DAYS_LISTED,
  fundsApart("ALL"),
  CLOSED_DAYS_KEPT,
  CLOSED_DAY_FIGURES,
  SUBJECTS_ARE_ACCOUNTS,
  TRIAL_BALANCE,
  HOLDS_ARE_FROZEN,
  HOLDS_ARE_MOVES,
];
