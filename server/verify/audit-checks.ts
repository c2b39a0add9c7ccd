import "server-only";
import { describeTrailFault, type TrailProof } from "@/core/audit/trail-fault";
import { proveTrail } from "@/server/audit/prove-trail";
import { measureAnchors } from "@/server/audit/read-anchors";
import type { DbReader } from "@/server/transact";
import type { BookCheck, CheckResult } from "./book-check";

const EXAMPLES = 5;

/**
 * Each stream of the trail is a chain: numbered without a gap, every row's hash made of the row and the hash before it.
 * What was cut off its end, or written anew from some row on, shows only against the anchors (`audit_anchored`).
 */
export const AUDIT_CHAIN: BookCheck = {
  name: "audit_chain",
  noun: "audit streams",
  units: `
    SELECT CASE WHEN min(seq) FILTER (WHERE NOT ok) IS NULL THEN stream
                ELSE format('%s row %s', stream, min(seq) FILTER (WHERE NOT ok)) END AS name, bool_and(ok) AS ok
    FROM (SELECT stream, seq, (seq = row_number() OVER chain AND prev_hash = coalesce(lag(hash) OVER chain, '')
                               AND hash = audit_row_hash(audit_events)) IS TRUE AS ok
          FROM audit_events WINDOW chain AS (PARTITION BY stream ORDER BY seq)) AS rows
    GROUP BY stream`,
};

/** The rows of the trail are those that their anchors outside the database name, and no anchor is lost. */
export async function checkAuditAnchored(db: DbReader, measuredBytes?: number): Promise<CheckResult> {
  const proof = await proveTrail(db, measuredBytes ?? (await measureAnchors(db)), { withTail: false });
  const { faults } = proof;
  const name = "audit_anchored";
  if (faults.length === 0) return { name, ok: true, figure: sayWhole(proof) };
  const said = faults.slice(0, EXAMPLES).map(describeTrailFault).join("; ");
  return { name, ok: false, figure: faults.length > EXAMPLES ? `${said}; … (${faults.length} in all)` : said };
}

function sayWhole({ rows, anchors, newestAnchorAt, waiting }: TrailProof): string {
  if (newestAnchorAt === null) return `no anchor yet, ${waiting} rows wait for the first`;
  const waits = waiting === 0n ? "" : `, ${waiting} rows wait for the next`;
  return `${rows - waiting} rows in ${anchors} anchors, the newest of ${newestAnchorAt}${waits}`;
}
