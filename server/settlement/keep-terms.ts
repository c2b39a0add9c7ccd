import "server-only";
import { accept, type Result } from "@/core/result";
import { dueThrough } from "@/core/settlement/due-through";
import { loadCalendar } from "@/server/store/calendars";
import type { DbTransaction } from "@/server/transact";

/** A batch under way: its number for itself and the day that it settles. */
export type OpenBatch = { readonly id: bigint; readonly batchNo: string; readonly on: string };

/**
 * The terms that hold now, of every merchant, as the batch will always have them, with the last cleared day that is due. It
 * never goes back, whatever became of the cycle, and never beyond what has been cleared: the next batch goes on from there.
 */
export async function keepTerms(tx: DbTransaction, batch: OpenBatch): Promise<Result<null>> {
  const calendar = await loadCalendar(tx);
  const cycles = await tx.query<{ days: number }>("SELECT DISTINCT settlement_days::int AS days FROM merchants");
  const throughs: string[] = [];
  for (const { days } of cycles) {
    const through = dueThrough(calendar, batch.on, days);
    if (!through.ok) return through;
    throughs.push(through.value);
  }
  await tx.query(
    `INSERT INTO settlement_terms (batch_id, merchant_id, cycle_days, auto_payout, min_payout_minor, cleared_through)
     SELECT $1, m.id, m.settlement_days, m.auto_payout, m.min_payout_minor,
            greatest(p.cleared_through, (SELECT max(accounting_on) FROM clearing_batches WHERE accounting_on <= c.through))
     FROM merchants m JOIN unnest($2::int[], $3::date[]) AS c (days, through) ON c.days = m.settlement_days
     LEFT JOIN settlement_terms p ON p.merchant_id = m.id
       AND p.batch_id = (SELECT id FROM settlement_batches ORDER BY id DESC LIMIT 1)`,
    [batch.id, cycles.map(({ days }) => days), throughs],
  );
  return accept(null);
}
