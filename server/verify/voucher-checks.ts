import "server-only";
import type { BookCheck } from "./book-check";
import type { Scope } from "./entry-sums";

/**
 * What no foreign key promises, since checked row by row it would cost more than the posting: every voucher has at least
 * two lines on its own day, the receipt of a command that ended, an event of the catalogue and, where that asks for one, an
 * approval; every line has its voucher and its account. NEW takes the vouchers after `$1`, and asks whether they keep the funds apart as well.
 */
export function vouchersComplete(scope: Scope): BookCheck {
  const isNew = scope === "NEW";
  return {
    name: "vouchers_complete",
    noun: "vouchers",
    units: `
      SELECT coalesce(v.voucher_no, 'voucher ' || e.voucher_id) AS name,
             e.lines >= 2 AND e.accounts = e.lines AND r.command_id IS NOT NULL AND event.event IS NOT NULL
               AND (v.approval_id IS NOT NULL OR NOT event.needs_approval)
               ${isNew ? "AND (event.crosses_funds OR e.owners = 1)" : ""} AS ok
      FROM (SELECT * FROM vouchers ${isNew ? "WHERE id > $1" : ""}) AS v
      FULL JOIN (
        SELECT e.voucher_id, e.accounting_on, count(*) AS lines, count(held.account_id) AS accounts,
               CASE WHEN min(held.fund_owner) = max(held.fund_owner) THEN 1 ELSE 2 END AS owners
        FROM entries e LEFT JOIN account_balances held ON held.account_id = e.account_id
        ${isNew ? "WHERE e.voucher_id > $1" : ""} GROUP BY e.voucher_id, e.accounting_on
      ) AS e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on
      LEFT JOIN receipts r ON r.command_id = v.command_id AND r.outcome IS NOT NULL
      LEFT JOIN voucher_events event ON event.event = v.event`,
  };
}

/** Between customers' funds and our own, money moves by the events of the list alone, and with a signed approval where the list says so. */
export const FUNDS_APART: BookCheck = {
  name: "funds_apart",
  noun: "vouchers that touch own funds",
  units: `
    SELECT v.voucher_no AS name, event.crosses_funds AND (approval.status = 'EXECUTED' OR NOT event.needs_approval) AS ok
    FROM (
      SELECT DISTINCT own.voucher_id, own.accounting_on FROM entries own
      JOIN accounts a ON a.id = own.account_id AND a.fund_owner = 'OWN'
    ) AS own
    JOIN vouchers v ON v.id = own.voucher_id AND v.accounting_on = own.accounting_on
    LEFT JOIN voucher_events event ON event.event = v.event LEFT JOIN approvals approval ON approval.id = v.approval_id
    WHERE EXISTS (
      SELECT 1 FROM entries e JOIN accounts a ON a.id = e.account_id AND a.fund_owner = 'CLIENT'
      WHERE e.voucher_id = own.voucher_id AND e.accounting_on = own.accounting_on)`,
};

/** No voucher that was posted after a day was closed is dated into it. Told by ids, as clocks cannot tell it (migration 0800). */
export const CLOSED_DAYS_KEPT: BookCheck = {
  name: "closed_days_kept",
  noun: "vouchers posted after a day was closed",
  units: `
    SELECT v.voucher_no AS name, v.accounting_on > c.closed_through AS ok
    FROM (SELECT closed_through, last_voucher_id, lead(last_voucher_id) OVER (ORDER BY id) AS next_voucher_id
          FROM day_closings) AS c
    JOIN vouchers v ON v.id > c.last_voucher_id AND v.id <= coalesce(c.next_voucher_id, 9223372036854775807)`,
};
