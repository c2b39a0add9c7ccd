import "server-only";
import type { DbTransaction } from "@/server/transact";

/** What the batch's own row says of it: counts of results, and breaks by kind. */
export type BatchCounts = {
  readonly matched: bigint;
  readonly bufferedOurs: bigint;
  readonly bufferedChannel: bigint;
  readonly released: bigint;
  readonly breaks: Readonly<Record<string, number>>;
};

const KEEP_SUMS = `
  WITH kept AS (
    INSERT INTO batch_sums (batch_id, outcome, from_file, asset, count, released, ours_minor, channel_minor, fee_minor,
      contract_fee_minor)
    SELECT $1, outcome, from_file, asset, sum(count), sum(released), sum(ours_minor), sum(channel_minor), sum(fee_minor),
           sum(contract_fee_minor)
    FROM (
      SELECT r.outcome, r.line_statement_id IS NOT DISTINCT FROM b.statement_id AS from_file,
             coalesce(r.channel_asset, r.ours_asset, 'CNY') AS asset, 1 AS count, r.is_released::int AS released,
             r.ours_minor, r.channel_minor, r.fee_minor, r.contract_fee_minor
      FROM match_results r JOIN batches b ON b.id = r.batch_id WHERE r.batch_id = $1
      UNION ALL
      SELECT 'MATCHED', true, asset, count, 0, signed_minor, signed_minor, fee_minor, fee_minor
      FROM batch_plain WHERE batch_id = $1
    ) AS found GROUP BY outcome, from_file, asset
    RETURNING outcome, count, released
  )
  SELECT coalesce(sum(count) FILTER (WHERE outcome = 'MATCHED'), 0)::bigint AS matched,
         coalesce(sum(count) FILTER (WHERE outcome = 'BUFFERED_OURS'), 0)::bigint AS "bufferedOurs",
         coalesce(sum(count) FILTER (WHERE outcome = 'BUFFERED_CHANNEL'), 0)::bigint AS "bufferedChannel",
         coalesce(sum(released), 0)::bigint AS released
  FROM kept`;

const KEEP_BREAKS = `
  WITH kept AS (
    INSERT INTO batch_breaks (batch_id, kind, asset, count, long_minor, short_minor)
    SELECT batch_id, kind, asset, count(*), coalesce(sum(delta_minor) FILTER (WHERE delta_minor > 0), 0),
           -coalesce(sum(delta_minor) FILTER (WHERE delta_minor < 0), 0)
    FROM live_breaks WHERE batch_id = $1 GROUP BY 1, 2, 3 RETURNING kind, count
  )
  SELECT kind, sum(count)::int AS count FROM kept GROUP BY kind`;

/**
 * Sums up what a batch found, by outcome and by kind of break, in one look at its results and its plain matches: boards, proofs and charts
 * read these rows instead of the results. Called once a batch, when all of its run is decided. Minor units, signed.
 */
export async function keepSums(tx: DbTransaction, batchId: bigint): Promise<BatchCounts> {
  const [counts] = await tx.query<Omit<BatchCounts, "breaks">>(KEEP_SUMS, [batchId]);
  const kinds = await tx.query<{ kind: string; count: number }>(KEEP_BREAKS, [batchId]);
  return {
    matched: counts?.matched ?? 0n,
    bufferedOurs: counts?.bufferedOurs ?? 0n,
    bufferedChannel: counts?.bufferedChannel ?? 0n,
    released: counts?.released ?? 0n,
    breaks: Object.fromEntries(kinds.map((row) => [row.kind, row.count])),
  };
}
