import "server-only";
import type { BookCheck } from "./book-check";

/**
 * Files are read as somebody else than their maker has approved: each version is its executed request, signed by others,
 * versions go on without a gap, and each mapped statement names one of its own channel.
 */
const MAPPINGS_APPROVED: BookCheck = {
  name: "mappings_approved",
  noun: "versions of mappings and statements read by one",
  units: `
    SELECT format('version %s of %s', m.version, a.object_no) AS name,
           a.act = 'STATEMENT_MAPPING' AND a.status = 'EXECUTED' AND a.payload -> 'mapping' = m.definition
             AND a.maker_id = m.made_by AND a.object_version + 1 = m.version
             AND (m.version = 1 OR EXISTS (SELECT 1 FROM statement_mappings b
                                           WHERE b.channel_id = m.channel_id AND b.version = m.version - 1))
             AND (SELECT count(DISTINCT d.as_role) FROM approval_decisions d
                  WHERE d.approval_id = a.id AND d.verdict = 'APPROVE' AND d.checker_id <> m.made_by)
                 >= cardinality(a.required_roles) AS ok
    FROM statement_mappings m JOIN approvals a ON a.id = m.approval_id
    UNION ALL
    SELECT s.statement_no, m.id IS NOT NULL AND m.channel_id = s.channel_id
    FROM statements s LEFT JOIN statement_mappings m ON m.id = s.mapping_id
    WHERE s.format = 'csv-mapped' OR s.mapping_id IS NOT NULL`,
};

export const MAPPING_CHECKS: readonly BookCheck[] = [MAPPINGS_APPROVED];
