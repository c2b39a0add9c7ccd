import "server-only";
import type { BookCheck } from "./book-check";

/**
 * What people and channels have said, and what came of it: a pair that took money out of suspense is the one that was
 * approved, by somebody else than its maker; a policy was approved by somebody else; and what was taken over from a
 * channel under an approved policy, or by a final answer of it, stands in the books by its voucher.
 */
const PEOPLE_IN_MATCHING: BookCheck = {
  name: "matching_by_people",
  noun: "pairs by hand, adoption policies and adopted statuses",
  units: `
    SELECT format('pair %s of %s', m.id, m.match_key) AS name,
           a.act = 'MATCH_BY_HAND' AND a.status = 'EXECUTED' AND a.maker_id = m.made_by
             AND a.payload -> 'pair' = jsonb_build_object('settlesOn', m.settles_on, 'itemKind', m.item_kind,
                                                          'matchKey', m.match_key, 'asMatchKey', m.as_match_key)
             AND (SELECT count(DISTINCT d.checker_id) >= cardinality(a.required_roles) AND NOT bool_or(d.checker_id = a.maker_id)
                  FROM approval_decisions d WHERE d.approval_id = a.id AND d.verdict = 'APPROVE') AS ok
    FROM manual_matches m JOIN approvals a ON a.id = m.approval_id
    UNION ALL
    SELECT format('policy %s', p.version), p.decided_by <> p.proposed_by AND (a.id IS NULL OR (
             a.act = 'ADOPTION_POLICY' AND a.status = 'EXECUTED' AND a.payload -> 'rules' = p.rules AND a.maker_id = p.proposed_by))
    FROM adoption_policies p LEFT JOIN approvals a ON a.id = p.approval_id
    UNION ALL
    SELECT format('%s adopted as %s', s.match_key, s.to_status),
           (s.policy_version IS NULL OR p.status = 'APPROVED')
             AND (s.inquiry_round IS NULL OR (i.outcome = 'SETTLED' AND i.answer IN ('SUCCEEDED', 'FAILED')))
             AND (s.to_status IN ('CLOSED', 'FAILED') OR v.id IS NOT NULL)
    FROM adopted_statuses s
    LEFT JOIN adoption_policies p ON p.version = s.policy_version
    LEFT JOIN inquiries i ON i.channel_id = s.channel_id AND i.item_kind = s.item_kind AND i.match_key = s.match_key
      AND i.round = s.inquiry_round
    LEFT JOIN orders o ON s.item_kind = 'PAYMENT' AND o.channel_id = s.channel_id AND o.match_key = s.match_key
    LEFT JOIN refunds f ON s.item_kind = 'REFUND' AND f.channel_id = s.channel_id AND f.match_key = s.match_key
    LEFT JOIN vouchers v ON is_key(v.idempotency_key, CASE s.item_kind WHEN 'PAYMENT' THEN 'capture:' || o.order_no
                                                                        ELSE 'refund-succeed:' || f.refund_no END)`,
};

export const MATCHING_CHECKS: readonly BookCheck[] = [PEOPLE_IN_MATCHING];
