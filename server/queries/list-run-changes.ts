import "server-only";
import type { ResultOutcome, RunChangeDto } from "@/contracts/reconciliation-views";
import type { Actor } from "@/core/permissions/actor";
import { reader } from "@/server/transact";

/** More changes than this are a corrected day as a whole; the counts beside the runs tell that. */
export const MAX_RUN_CHANGES = 200;

// What is matched is left out on both sides, so that the comparison costs what did not match and not the day.
const CHANGES = `
  WITH sides AS (
    SELECT batch_no, r.match_key, r.item_kind, r.duplicate_no, r.outcome, r.order_no, r.delta_minor + r.fee_delta_minor AS delta_minor,
           coalesce(r.channel_asset, r.ours_asset) AS asset
    FROM match_results r JOIN batches b ON b.id = r.batch_id AND b.statement_on = r.batch_on
    WHERE b.batch_no IN ($1, $2) AND r.outcome <> 'MATCHED'
      AND ($3::text[] IS NULL OR EXISTS (
        SELECT 1 FROM orders scoped JOIN merchants ON merchants.id = scoped.merchant_id
        WHERE scoped.order_no = r.order_no AND merchants.merchant_no = ANY ($3)))
  )
  SELECT coalesce(after.match_key, before.match_key) AS key, coalesce(after.item_kind, before.item_kind) AS "itemKind",
         coalesce(after.order_no, before.order_no) AS "orderNo", coalesce(after.asset, before.asset) AS asset,
         before.outcome AS "beforeOutcome", before.delta_minor AS "beforeMinor",
         after.outcome AS "afterOutcome", after.delta_minor AS "afterMinor"
  FROM (SELECT * FROM sides WHERE batch_no = $1) AS before
  FULL JOIN (SELECT * FROM sides WHERE batch_no = $2) AS after USING (match_key, item_kind, duplicate_no)
  WHERE (before.outcome, before.delta_minor) IS DISTINCT FROM (after.outcome, after.delta_minor)
  ORDER BY abs(coalesce(after.delta_minor, 0) - coalesce(before.delta_minor, 0)) DESC, 1 LIMIT ${MAX_RUN_CHANGES}`;

type ChangeRaw = Pick<RunChangeDto, "key" | "itemKind" | "orderNo" | "asset"> & {
  beforeOutcome: ResultOutcome | null;
  beforeMinor: bigint | null;
  afterOutcome: ResultOutcome | null;
  afterMinor: bigint | null;
};

/** What another run of the same day changed among breaks and waiting rows, the largest first, at most 200. */
export async function listRunChanges(actor: Actor, beforeNo: string, afterNo: string): Promise<RunChangeDto[]> {
  const raws = await reader.query<ChangeRaw>(CHANGES, [beforeNo, afterNo, actor.scope]);
  return raws.map(({ key, itemKind, orderNo, asset, ...raw }) => ({
    key,
    itemKind,
    orderNo,
    asset,
    before: raw.beforeOutcome && { outcome: raw.beforeOutcome, deltaMinor: `${raw.beforeMinor ?? 0n}` },
    after: raw.afterOutcome && { outcome: raw.afterOutcome, deltaMinor: `${raw.afterMinor ?? 0n}` },
  }));
}
