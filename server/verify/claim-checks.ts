import "server-only";
import type { BookCheck } from "./book-check";

/** What channels owe us by claims = what the claim receivables hold, per channel and asset. */
export const CLAIMS: BookCheck = {
  name: "claims_are_receivable",
  noun: "claim receivables",
  units: `
    WITH held AS (
      SELECT a.channel_id, a.asset, b.posted_minor AS minor
      FROM accounts a JOIN account_balances b ON b.account_id = a.id WHERE a.gl_code = '1221'
    ), owed AS (
      SELECT channel_id, asset, sum(claimed_minor - recovered_minor - written_off_minor) AS minor FROM claims
      WHERE status = 'OPEN' GROUP BY 1, 2
    )
    SELECT format('%s %s: %s in the books, %s in open claims', c.code, asset, coalesce(held.minor, 0), coalesce(owed.minor, 0)) AS name,
           coalesce(held.minor, 0) = coalesce(owed.minor, 0) AS ok
    FROM held FULL JOIN owed USING (channel_id, asset) JOIN channels c ON c.id = channel_id`,
};

/** An item that was resolved by a claim has one that was not taken back, and any other item has none. */
const CLAIMS_HAVE_ITEMS: BookCheck = {
  name: "claims_have_items",
  noun: "claims and items resolved by one",
  units: `
    SELECT coalesce(i.item_no, k.claim_no) AS name,
           i.item_no IS NOT NULL AND k.claim_no IS NOT NULL AND k.claimed_minor = i.amount_minor
             AND k.opened_voucher_id = i.resolved_voucher_id AND (k.asset, k.channel_id) = (i.asset, i.channel_id) AS ok
    FROM (SELECT * FROM suspense_items WHERE status = 'RESOLVED' AND resolution = 'CLAIM_FROM_CHANNEL') AS i
    FULL JOIN (SELECT * FROM claims WHERE status <> 'TAKEN_BACK') AS k ON k.item_id = i.id`,
};

/** How an item ended still stands: the voucher that closed it was not taken back behind its back. */
const ENDINGS_STAND: BookCheck = {
  name: "endings_stand",
  noun: "resolved items",
  units: `
    SELECT i.item_no AS name,
           NOT EXISTS (SELECT 1 FROM vouchers v WHERE v.reverses_voucher_id = i.resolved_voucher_id) AS ok
    FROM suspense_items i WHERE i.status = 'RESOLVED'`,
};

export const CLAIM_CHECKS: readonly BookCheck[] = [CLAIMS, CLAIMS_HAVE_ITEMS, ENDINGS_STAND];
