import "server-only";
import type { ClearingCheckDto } from "@/contracts/clearing-views";
import type { Actor } from "@/core/permissions/actor";
import { reader } from "@/server/transact";

/** The hash of a batch's lines, and each line added up again from the items and shares that it stands for. */
export async function checkClearingBatch(_actor: Actor, batchNo: string): Promise<ClearingCheckDto | null> {
  const [found] = await reader.query<{ stored: string; hash: string; lines: number; unequal: number }>(
    `SELECT b.content_hash AS stored, clearing_hash(b.id) AS hash, counted.lines, counted.unequal
     FROM clearing_batches b CROSS JOIN LATERAL (
       SELECT count(l.batch_id)::int AS lines, count(*) FILTER (WHERE (l.*) IS DISTINCT FROM (s.*))::int AS unequal
       FROM (SELECT * FROM clearing_lines WHERE batch_id = b.id) AS l
       FULL JOIN clearing_sums(b.id) AS s USING (merchant_id, channel_id, asset)
     ) AS counted
     WHERE b.batch_no = $1`,
    [batchNo],
  );
  return found ? { storedHash: found.stored, hash: found.hash, lines: found.lines, unequalLines: found.unequal } : null;
}
