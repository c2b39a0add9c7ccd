import "server-only";
import type { DbTransaction } from "@/server/transact";

/** The batch of a run of the same day that ended while this one waited for its turn. */
export type SharedBatch = { readonly id: bigint; readonly batchNo: string; readonly day: string };

/** More than one channel's people and jobs can tell while a batch runs; if not, the day is run once more, which harms nobody. */
const LAST_EVENTS = 1_000;

/** To be asked before waiting: what had ended when the run was asked for. */
export async function takeSnapshot(tx: DbTransaction): Promise<string> {
  const [row] = await tx.query<{ snapshot: string }>("SELECT pg_current_snapshot()::text AS snapshot");
  return row?.snapshot ?? "";
}

const SHARED = `
  SELECT b.id, b.batch_no AS "batchNo", b.statement_on AS day
  FROM batches b JOIN statements s ON s.id = b.statement_id AND s.superseded_by IS NULL
  WHERE b.channel_id = $1 AND b.statement_on = $2 AND b.is_current AND NOT was_visible(b.xmin, $3)
    AND NOT EXISTS (
      SELECT 1 FROM (SELECT action, outcome, xmin FROM audit_events ORDER BY id DESC LIMIT ${LAST_EVENTS}) AS e
      WHERE e.outcome <> 'REFUSED' AND e.action <> 'reconciliation.ran' AND NOT was_visible(e.xmin, b.read_snapshot))`;

/**
 * Runs that are asked for at the same moment are one batch: whoever waited while the day was run takes that result, if
 * nothing at all was told to the desk since it began to read. Null where the day has to be run; to be asked with the
 * channel's lock held. A run that is asked for later is a batch of its own, also when nothing has changed.
 */
export async function joinRun(
  tx: DbTransaction,
  channelId: bigint,
  day: string,
  snapshot: string,
): Promise<SharedBatch | null> {
  const [shared] = await tx.query<SharedBatch>(SHARED, [channelId, day, snapshot]);
  return shared ?? null;
}
