import "server-only";
import type { DbReader } from "@/server/transact";

/** "The books follow the channel", per channel and asset; minor units. `balanced` when the two sides are one number. */
export type BooksProof = {
  channel: string;
  asset: string;
  receivableMinor: bigint;
  statementNetMinor: bigint;
  bufferedOursMinor: bigint;
  bufferedChannelMinor: bigint;
  remittedMinor: bigint;
  balanced: boolean;
};

/**
 * Channel receivable = nets of all reconciled statements − what the channel remitted + our captures and refunds that no
 * line has met yet − channel lines that no item of ours has met yet. Each term comes from its own table: the receivable
 * from the balance, nets from the statements' sums, ours from what arrivals noted as booked. None reads lines or orders,
 * so that a proof costs the same after a year; `desk verify` counts those sums again.
 */
const PROOF = `
  WITH current AS (
    SELECT id, channel_id, statement_id FROM batches WHERE is_current AND ($1::bigint IS NULL OR channel_id = $1)
  ), nets AS (
    SELECT b.channel_id, s.asset, sum(s.signed_minor - CASE c.settles WHEN 'NET' THEN s.fee_minor ELSE 0 END) AS minor
    FROM current b JOIN statement_assets s ON s.statement_id = b.statement_id JOIN channels c ON c.id = b.channel_id
    GROUP BY 1, 2
  ), live AS (
    SELECT m.* FROM match_results m JOIN current b ON b.id = m.batch_id WHERE m.superseded_by IS NULL
  ), buffered AS (
    SELECT l.channel_id, l.channel_asset AS asset,
           sum(l.channel_minor - CASE c.settles WHEN 'NET' THEN l.fee_minor ELSE 0 END) AS minor
    FROM live l JOIN channels c ON c.id = l.channel_id WHERE l.outcome = 'BUFFERED_CHANNEL' GROUP BY 1, 2
  ), booked AS (
    SELECT channel_id, asset, sum(signed_minor) AS minor FROM channel_booked
    WHERE $1::bigint IS NULL OR channel_id = $1 GROUP BY 1, 2
  ), used AS (
    SELECT channel_id, asset, sum(minor) AS minor FROM (
      SELECT channel_id, ours_asset AS asset, ours_minor AS minor FROM live
      WHERE outcome NOT LIKE 'BUFFERED%' AND ours_asset IS NOT NULL
      UNION ALL
      SELECT b.channel_id, p.asset, p.signed_minor FROM current b JOIN batch_plain p ON p.batch_id = b.id
    ) AS met GROUP BY 1, 2
  ), remitted AS (
    SELECT a.channel_id, a.asset, sum(-e.change_minor) AS minor
    FROM vouchers v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on
    JOIN accounts a ON a.id = e.account_id AND a.gl_code = '1122' AND ($1::bigint IS NULL OR a.channel_id = $1)
    WHERE v.event = 'channel.remitted' OR v.reverses_voucher_id IN (SELECT id FROM vouchers WHERE event = 'channel.remitted')
    GROUP BY 1, 2
  )
  SELECT c.code AS channel, a.asset, held.posted_minor AS "receivableMinor",
         coalesce(nets.minor, 0)::bigint AS "statementNetMinor",
         (coalesce(booked.minor, 0) - coalesce(used.minor, 0))::bigint AS "bufferedOursMinor",
         coalesce(buffered.minor, 0)::bigint AS "bufferedChannelMinor", coalesce(remitted.minor, 0)::bigint AS "remittedMinor"
  FROM accounts a
  JOIN account_holdings held ON held.account_id = a.id
  JOIN channels c ON c.id = a.channel_id AND a.gl_code = '1122' AND ($1::bigint IS NULL OR c.id = $1)
  LEFT JOIN nets ON nets.channel_id = c.id AND nets.asset = a.asset
  LEFT JOIN buffered ON buffered.channel_id = c.id AND buffered.asset = a.asset
  LEFT JOIN booked ON booked.channel_id = c.id AND booked.asset = a.asset
  LEFT JOIN used ON used.channel_id = c.id AND used.asset = a.asset
  LEFT JOIN remitted ON remitted.channel_id = c.id AND remitted.asset = a.asset
  ORDER BY c.code, a.asset`;

/** The proof for one channel, or for all of them when `channelId` is null. */
export async function proveBooks(db: DbReader, channelId: bigint | null): Promise<BooksProof[]> {
  const rows = await db.query<Omit<BooksProof, "balanced">>(PROOF, [channelId]);
  return rows.map((row) => ({
    ...row,
    balanced:
      row.receivableMinor ===
      row.statementNetMinor + row.bufferedOursMinor - row.bufferedChannelMinor - row.remittedMinor,
  }));
}
