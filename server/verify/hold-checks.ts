import "server-only";
import type { BookCheck } from "./book-check";

/** What is frozen on an account is what its holds still hold. */
export const HOLDS_ARE_FROZEN: BookCheck = {
  name: "holds_are_frozen",
  noun: "accounts",
  units: `
    SELECT a.account_no AS name, held.frozen_minor = coalesce(h.minor, 0) AS ok
    FROM accounts a LEFT JOIN account_balances held ON held.account_id = a.id LEFT JOIN (
      SELECT account_id, sum(amount_minor - captured_minor - released_minor) AS minor FROM holds
      WHERE status = 'ACTIVE' GROUP BY account_id
    ) AS h ON h.account_id = a.id`,
};

/** A hold is its moves: frozen once, and captured, released and expired as it says; a capture has its voucher. */
export const HOLDS_ARE_MOVES: BookCheck = {
  name: "holds_are_moves",
  noun: "holds",
  units: `
    SELECT h.hold_no AS name, count(*) FILTER (WHERE m.kind = 'FREEZE') = 1
             AND sum(m.amount_minor) FILTER (WHERE m.kind = 'FREEZE') = h.amount_minor
             AND coalesce(sum(m.amount_minor) FILTER (WHERE m.kind = 'CAPTURE'), 0) = h.captured_minor
             AND coalesce(sum(m.amount_minor) FILTER (WHERE m.kind IN ('RELEASE', 'EXPIRE')), 0) = h.released_minor
             AND count(m.voucher_id) = count(v.id) AS ok
    FROM holds h LEFT JOIN hold_moves m ON m.hold_id = h.id LEFT JOIN vouchers v ON v.id = m.voucher_id
    GROUP BY h.id`,
};
