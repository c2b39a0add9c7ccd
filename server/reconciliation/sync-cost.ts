import "server-only";
import { REACH_DAYS } from "@/server/reconciliation/match-day";
import type { ChannelRow } from "@/server/store/channels";
import { postVouchers } from "@/server/store/post-vouchers";
import type { DbTransaction } from "@/server/transact";

type CostRow = { day: string; asset: string; wanted: bigint; posted: bigint };

/** Contract fees of all decided lines per statement day and asset, against what the books hold, where news still reaches. */
const COSTS = `
  WITH wanted AS (
    SELECT day, asset, sum(minor)::bigint AS minor FROM (
      SELECT r.line_settles_on AS day, r.channel_asset AS asset, r.contract_fee_minor AS minor
      FROM match_results r JOIN batches b ON b.id = r.batch_id AND b.is_current
      WHERE r.channel_id = $1 AND r.superseded_by IS NULL AND r.line_no IS NOT NULL AND r.outcome <> 'BUFFERED_CHANNEL'
        AND r.batch_on > $3::date - ${REACH_DAYS} AND r.line_settles_on > $3::date - ${REACH_DAYS}
      UNION ALL
      SELECT b.statement_on, p.asset, p.fee_minor FROM batches b JOIN batch_plain p ON p.batch_id = b.id
      WHERE b.channel_id = $1 AND b.is_current AND b.statement_on > $3::date - ${REACH_DAYS}
    ) AS decided GROUP BY day, asset
  ), posted AS (
    SELECT split_part(v.object_no, ':', 2)::date AS day, e.asset, sum(e.change_minor)::bigint AS minor
    FROM vouchers v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on
    JOIN accounts a ON a.id = e.account_id AND a.gl_code = '6401'
    WHERE v.object_type = 'channel_day' AND v.object_no LIKE $2 || ':%'
      AND split_part(v.object_no, ':', 2)::date > $3::date - ${REACH_DAYS}
    GROUP BY 1, 2
  )
  SELECT day, asset, coalesce(wanted.minor, 0) AS wanted, coalesce(posted.minor, 0) AS posted
  FROM wanted FULL JOIN posted USING (day, asset)
  WHERE coalesce(wanted.minor, 0) <> coalesce(posted.minor, 0) ORDER BY day, asset`;

/**
 * Books the channel's cost of its decided lines, matched or broken, at the contract rate: for each statement day the
 * difference to what is booked already, so that a re-run posts exactly what changed. Returns the sum posted by this
 * call (minor units; negative when cost came back). Channels that bill apart (GROSS) book nothing here. `first` is the
 * first batch of the run.
 */
export async function syncCost(
  tx: DbTransaction,
  channel: ChannelRow,
  first: { readonly id: bigint; readonly day: string },
): Promise<bigint> {
  if (channel.settles === "GROSS") return 0n;
  const rows = await tx.query<CostRow>(COSTS, [channel.id, channel.code, first.day]);
  await postVouchers(
    tx,
    rows.map((row) => {
      const change = row.wanted - row.posted;
      return {
        event: change > 0n ? "channel_cost.charged" : "channel_cost.returned",
        key: `channel-cost:${channel.code}:${row.day}:${row.asset}:${first.id}`,
        amounts: { cost: change > 0n ? change : -change },
        asset: row.asset,
        owner: { channel },
        on: row.day,
        occurredAt: tx.context.now,
        objectType: "channel_day",
        objectNo: `${channel.code}:${row.day}`,
      };
    }),
  );
  return rows.reduce((sum, row) => sum + row.wanted - row.posted, 0n);
}
