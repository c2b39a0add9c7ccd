import "server-only";
import type { BookCheck } from "./book-check";

/**
 * Every attempt is where the channel's words took it: an end has the one answer that ended it, of its own amount, and what
 * has not ended has none; an object's attempts are numbered without a gap, and those after the first were approved.
 */
const ATTEMPTS_ANSWERED: BookCheck = {
  name: "attempts_answered",
  noun: "attempts to pay",
  units: `
    SELECT a.out_no AS name,
      coalesce(said.ends, 0) = CASE WHEN a.status IN ('SUCCEEDED', 'FAILED') THEN 1 ELSE 0 END
      AND (said.ends IS NULL OR (said.end_status = a.status AND said.fits))
      AND (a.attempt_no = 1 OR approval.status = 'EXECUTED')
      AND a.attempt_no = row_number() OVER (PARTITION BY a.kind, a.object_no ORDER BY a.attempt_no) AS ok
    FROM money_attempts a
    LEFT JOIN (
      SELECT s.attempt_id, count(*) AS ends, min(s.moved_to) AS end_status,
        bool_and((s.kind = s.moved_to OR (s.kind = 'BOUNCED' AND s.moved_to = 'SUCCEEDED')) AND (s.kind = 'FAILED' OR (s.amount_minor = b.amount_minor AND s.asset = b.asset))) AS fits
      FROM money_answers s JOIN money_attempts b ON b.id = s.attempt_id
      WHERE s.moved_to IN ('SUCCEEDED', 'FAILED') GROUP BY s.attempt_id
    ) AS said ON said.attempt_id = a.id
    LEFT JOIN approvals approval ON approval.id = a.approval_id`,
};

/** No object has been paid more often than once, and once more for every time that the money came back. */
const PAID_ONCE: BookCheck = {
  name: "paid_once",
  noun: "payouts and refunds that were paid",
  units: `
    SELECT a.object_no AS name, count(*) <= 1 + coalesce((
        SELECT count(*) FROM vouchers v WHERE v.event = 'payout.bounced' AND v.object_type = 'payout' AND v.object_no = a.object_no
      ), 0) AS ok
    FROM money_attempts a WHERE a.status = 'SUCCEEDED' GROUP BY a.kind, a.object_no`,
};

export const ATTEMPT_CHECKS: readonly BookCheck[] = [ATTEMPTS_ANSWERED, PAID_ONCE];
