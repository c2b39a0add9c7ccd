import "server-only";
import type { BookCheck } from "./book-check";

/** What boards, proofs and charts read in the results' stead is what the results, and the plain matches, come to. */
export const BATCH_SUMS: BookCheck = {
  name: "batch_sums",
  noun: "sums of current batches",
  units: `
    WITH current AS (SELECT id, batch_no, statement_id, breaks FROM batches WHERE is_current), counted AS (
      SELECT batch_id, outcome, from_file, asset, sum(count) AS count, sum(ours_minor) AS ours_minor,
             sum(channel_minor) AS channel_minor, sum(fee_minor) AS fee_minor
      FROM (
        SELECT r.batch_id, r.outcome, r.line_statement_id IS NOT DISTINCT FROM b.statement_id AS from_file,
               coalesce(r.channel_asset, r.ours_asset, 'CNY') AS asset, 1 AS count, r.ours_minor, r.channel_minor, r.fee_minor
        FROM match_results r JOIN current b ON b.id = r.batch_id
        UNION ALL
        SELECT p.batch_id, 'MATCHED', true, p.asset, p.count, p.signed_minor, p.signed_minor, p.fee_minor
        FROM batch_plain p JOIN current b ON b.id = p.batch_id
      ) AS found GROUP BY 1, 2, 3, 4
    )
    SELECT format('%s %s of batch %s', outcome, asset, batch_id) AS name,
           (c.count, c.ours_minor, c.channel_minor, c.fee_minor)
             IS NOT DISTINCT FROM (s.count, s.ours_minor, s.channel_minor, s.fee_minor) AS ok
    FROM counted c FULL JOIN (
      SELECT s.* FROM batch_sums s JOIN current b ON b.id = s.batch_id
    ) AS s USING (batch_id, outcome, from_file, asset)
    UNION ALL
    SELECT format('breaks of batch %s', b.batch_no), b.breaks = coalesce((
      SELECT jsonb_object_agg(kind, count) FROM (
        SELECT kind, sum(count) AS count FROM batch_breaks WHERE batch_id = b.id GROUP BY kind
      ) AS kinds), '{}')
    FROM current b`,
};
