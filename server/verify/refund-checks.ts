import "server-only";
import type { BookCheck } from "./book-check";

/**
 * Every refund of the desk's stands on the rows that allow it: one that waits has its request, one that was accepted the
 * executed request for just this amount, split, route and payee, and, where money goes back, one attempt that is just that;
 * it has ended as its attempt has. What nobody asked for here is sent by nobody, but for money out of suspense.
 */
const REFUNDS_FOUNDED: BookCheck = {
  name: "refunds_founded",
  noun: "refunds that the desk asked for or sends",
  units: `
    WITH tried AS (
      SELECT object_no, count(*) AS attempts, max(status) AS status, max(amount_minor) AS minor, max(asset) AS asset,
             max(operation) AS operation, max(payee_digest) AS payee_digest, max(approval_id) AS approval_id, max(out_no) AS out_no
      FROM money_attempts WHERE kind = 'REFUND' GROUP BY object_no
    )
    SELECT coalesce(r.refund_no, t.object_no) AS name,
           coalesce(CASE
             WHEN r.id IS NULL OR r.origin = 'ARRIVAL' THEN false
             WHEN r.origin = 'SUSPENSE' THEN t.attempts = 1 AND t.minor = r.channel_minor AND t.asset = r.asset AND t.operation = 'REFUND'
             WHEN r.status = 'REQUESTED' THEN a.status = 'PENDING' AND t.object_no IS NULL
             WHEN r.status = 'REFUSED' THEN a.status NOT IN ('PENDING', 'EXECUTED') AND t.object_no IS NULL
             ELSE a.status = 'EXECUTED' AND a.id = r.approval_id AND a.maker_id = r.requested_by
               AND a.payload ->> 'orderNo' = r.order_no AND a.payload ->> 'asset' = r.asset
               AND a.payload ->> 'amountMinor' = r.amount_minor::text AND a.payload -> 'parts' = to_jsonb(r.leg_amounts::text[])
               AND a.payload ->> 'route' = r.route AND coalesce(a.payload -> 'payee', 'null') = coalesce(r.payee, 'null')
               AND CASE WHEN r.channel_minor = 0 THEN r.status = 'SUCCEEDED' AND t.object_no IS NULL
                   ELSE t.attempts = 1 AND t.minor = r.channel_minor AND t.asset = r.asset AND t.approval_id = r.approval_id
                     AND t.payee_digest = r.payee_digest AND (t.operation = 'REFUND') = (r.route = 'ORIGINAL')
                     AND (t.out_no = r.refund_no) = (r.route = 'ORIGINAL')
                     AND r.status = CASE t.status WHEN 'SUCCEEDED' THEN 'SUCCEEDED' WHEN 'FAILED' THEN 'FAILED'
                                                  WHEN 'IN_DOUBT' THEN 'UNKNOWN' ELSE r.status END
                     AND (t.status IN ('SUCCEEDED', 'FAILED') OR r.status IN ('ACCEPTED', 'UNKNOWN')) END
           END, false) AS ok
    FROM (SELECT * FROM refunds WHERE origin = 'DESK') AS desk
    FULL JOIN tried t ON t.object_no = desk.refund_no
    LEFT JOIN refunds r ON r.refund_no = coalesce(desk.refund_no, t.object_no)
    LEFT JOIN approvals a ON a.act = 'MANUAL_REFUND' AND a.object_type = 'refund' AND a.object_no = r.refund_no`,
};

export const REFUND_CHECKS: readonly BookCheck[] = [REFUNDS_FOUNDED];
