import "server-only";
import type { ItemRollDto } from "@/contracts/reconciliation-views";
import { reader } from "@/server/transact";

/**
 * A command's rows and its receipt carry the same instant, the start of its transaction: what opened or closed at the
 * receipt's instant is this run's doing, everything earlier was there before it.
 */
const ITEM_ROLL = `
  WITH run AS (SELECT r.created_at AS at FROM batches b JOIN receipts r ON r.command_id = b.command_id WHERE b.id = $2),
  moves AS (
    SELECT i.direction, i.asset, i.amount_minor, opened.created_at AS opened_at, closed.created_at AS closed_at
    FROM suspense_items i JOIN vouchers opened ON opened.id = i.opened_voucher_id
    LEFT JOIN vouchers closed ON closed.id = i.resolved_voucher_id WHERE i.channel_id = $1
  )
  SELECT direction, asset,
    count(*) FILTER (WHERE opened_at < at)::int AS opening_count,
    coalesce(sum(amount_minor) FILTER (WHERE opened_at < at), 0)::bigint AS opening_minor,
    count(*) FILTER (WHERE opened_at = at)::int AS opened_count,
    coalesce(sum(amount_minor) FILTER (WHERE opened_at = at), 0)::bigint AS opened_minor,
    count(*) FILTER (WHERE closed_at = at)::int AS closed_count,
    coalesce(sum(amount_minor) FILTER (WHERE closed_at = at), 0)::bigint AS closed_minor,
    count(*) FILTER (WHERE closed_at IS NULL OR closed_at > at)::int AS closing_count,
    coalesce(sum(amount_minor) FILTER (WHERE closed_at IS NULL OR closed_at > at), 0)::bigint AS closing_minor
  FROM moves CROSS JOIN run WHERE opened_at <= at AND (closed_at IS NULL OR closed_at >= at)
  GROUP BY direction, asset ORDER BY asset, direction`;

type RollRaw = {
  direction: "LONG" | "SHORT";
  asset: string;
  opening_count: number;
  opening_minor: bigint;
  opened_count: number;
  opened_minor: bigint;
  closed_count: number;
  closed_minor: bigint;
  closing_count: number;
  closing_minor: bigint;
};

/** A channel's suspense items before and after a batch's run, by direction and asset. */
export async function listItemRoll(channelId: bigint, batchId: bigint): Promise<ItemRollDto[]> {
  const rows = await reader.query<RollRaw>(ITEM_ROLL, [channelId, batchId]);
  return rows.map((row) => ({
    direction: row.direction,
    asset: row.asset,
    opening: { count: row.opening_count, amountMinor: `${row.opening_minor}` },
    opened: { count: row.opened_count, amountMinor: `${row.opened_minor}` },
    closed: { count: row.closed_count, amountMinor: `${row.closed_minor}` },
    closing: { count: row.closing_count, amountMinor: `${row.closing_minor}` },
  }));
}
