import "server-only";
import type { BookCheck } from "./book-check";

/**
 * Whatever takes effect by approval was asked for, signed and done as it has to be, told from the rows alone, so that one
 * that was written past the application and the triggers is found: what it asks for has its hash, its checkers are those of
 * the rules of its day, they are as many different people, none of them the maker or excluded, each signed in a command of
 * their own, the last one's executed it, and the trail tells of it. Requests older than the rules have their signatures.
 */
const APPROVALS_LAWFUL: BookCheck = {
  name: "approvals_lawful",
  noun: "requests, signatures and versions of the rules",
  units: `
    SELECT a.approval_no AS name,
           a.status NOT IN ('PENDING', 'EXECUTED') OR (
             a.payload_hash = json_hash(a.payload)
             AND (a.policy_version IS NULL OR (
                    rule IS NOT NULL AND to_jsonb(a.required_roles) = rule -> 'seats' AND to_jsonb(a.excludes) = rule -> 'excludes'
                    AND (a.amount_minor IS NULL OR a.summed_minor >= a.amount_minor)
                    AND EXISTS (SELECT 1 FROM approval_objects o
                                WHERE o.approval_id = a.id AND (o.object_type, o.object_no) = (a.object_type, a.object_no))))
             AND (a.status = 'PENDING' OR (
                    NOT given.is_barred
                    AND (given.seats = a.required_roles_sorted AND given.people >= cardinality(a.required_roles)
                         OR (a.broke_glass AND EXISTS (SELECT 1 FROM approval_policies g WHERE g.break_glass AND g.version >= p.version) AND given.people = cardinality(given.seats) AND given.people > 0))
                    AND EXISTS (SELECT 1 FROM receipts r JOIN approval_decisions d ON d.checker_id = r.actor_id
                                WHERE r.command_id = a.command_id AND r.outcome IS NOT NULL AND d.approval_id = a.id
                                  AND d.verdict = 'APPROVE' AND d.command_id = a.command_id)
                    AND EXISTS (SELECT 1 FROM audit_events e WHERE e.object_type = 'approval' AND e.object_no = a.approval_no
                                  AND e.action = 'approval.executed' AND e.outcome = 'DONE' AND e.command_id = a.command_id)))) AS ok
    FROM (SELECT *, ARRAY(SELECT unnest(required_roles) ORDER BY 1) AS required_roles_sorted FROM approvals) AS a
    LEFT JOIN approval_policies p ON p.version = a.policy_version
    CROSS JOIN LATERAL (SELECT approval_rule(p.rules, a.ruled_act, a.asset, a.summed_minor) AS rule) AS asks
    CROSS JOIN LATERAL (
      SELECT ARRAY(SELECT DISTINCT d.as_role FROM approval_decisions d WHERE d.approval_id = a.id AND d.verdict = 'APPROVE' ORDER BY 1) AS seats,
             count(DISTINCT person) FILTER (WHERE d.verdict = 'APPROVE') AS people,
             coalesce(bool_or(d.verdict = 'REJECT' OR person = a.maker_id OR d.maker_id <> a.maker_id
                              OR ('EDITOR' = ANY (a.excludes) AND person = ANY (a.editors))), false) AS is_barred
      FROM approval_decisions d CROSS JOIN LATERAL unnest(ARRAY[d.checker_id, d.on_behalf_of]) AS person
      WHERE d.approval_id = a.id AND person IS NOT NULL
    ) AS given
    UNION ALL
    SELECT 'signature ' || d.id, r.actor_id = d.checker_id AND r.outcome IS NOT NULL
    FROM approval_decisions d LEFT JOIN receipts r ON r.command_id = d.command_id
    UNION ALL
    SELECT 'version ' || p.version || ' of who checks what',
           p.version = 1 OR (a.act = 'APPROVAL_POLICY' AND a.status = 'EXECUTED' AND are_rules_approved(p.rules, a.payload -> 'rules')
             AND (a.payload ->> 'breakGlass')::boolean = p.break_glass AND a.object_version + 1 = p.version AND a.maker_id = p.made_by
             AND EXISTS (SELECT 1 FROM approval_policies b WHERE b.version = p.version - 1))
    FROM approval_policies p LEFT JOIN approvals a ON a.id = p.approval_id`,
};

export const APPROVAL_CHECKS: readonly BookCheck[] = [APPROVALS_LAWFUL];
