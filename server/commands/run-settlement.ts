import "server-only";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import type { Json } from "@/core/json";
import { accept, invariant, type Result, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { getEnv } from "@/server/env";
import { keepTerms, type OpenBatch } from "@/server/settlement/keep-terms";
import { postSettlements } from "@/server/settlement/post-settlements";
import { settleDues } from "@/server/settlement/settle-dues";
import { type SettlementReport, toSettlementReport } from "@/server/settlement/settlement-report";
import { writeSettlements } from "@/server/settlement/write-settlements";
import { nextDocumentNo } from "@/server/store/document-numbers";
import type { DbReader, DbTransaction } from "@/server/transact";

/**
 * Settles a date (结算): one batch for ever, of every cleared day that is due by it and no batch has taken, with the vouchers
 * from pending to settlement, frozen until people let them go. A date that was settled answers its batch.
 */
export const runSettlement = defineCommand<{ readonly date: string }, SettlementReport>({
  action: "settlement.run",
  permission: "settlement.run",
  object: ({ date }) => ({ type: "settlement_batch", no: date }),
  toHashed: ({ date }) => ({ date }),
  seconds: 900,
  async effect(tx, { date }) {
    await tx.query("SELECT pg_advisory_xact_lock(hashtext('settlement'))");
    const known = await findBatch(tx, date);
    if (known !== null) return accept(await toSettlementReport(tx, known, true));
    const refused = await refuseDate(tx, date);
    if (refused) return refused;
    const settled = await settleDate(tx, date);
    if (!settled.ok) return settled;
    const report = await toSettlementReport(tx, settled.value, false);
    const detail: { [key: string]: Json } = { ...report };
    await appendAudit(tx, {
      action: "settlement.ran",
      objectType: "settlement_batch",
      objectNo: report.batchNo,
      detail,
    });
    return accept(report);
  },
});

async function settleDate(tx: DbTransaction, date: string): Promise<Result<bigint>> {
  const batchNo = await nextDocumentNo(tx, "settlementBatch", date);
  const [row] = await tx.query<{ id: bigint }>(
    "SELECT nextval(pg_get_serial_sequence('settlement_batches', 'id')) AS id",
  );
  invariant(row, "the sequence answers");
  const batch: OpenBatch = { id: row.id, batchNo, on: date };
  const kept = await keepTerms(tx, batch);
  if (!kept.ok) return kept;
  const settled = await settleDues(tx, batch);
  await writeSettlements(tx, batch, settled);
  await postSettlements(tx, batch, settled.settlements);
  const { actor, now, commandId } = tx.context;
  // Written last: from here on the database takes nothing more into the batch.
  await tx.query(
    `INSERT INTO settlement_batches (id, batch_no, settled_on, settlement_count, release_limit_minor, content_hash, computed_by, computed_at, command_id)
     VALUES ($1, $2, $3, $4, $5, settlement_hash($1), $6, $7, $8)`,
    [
      batch.id,
      batchNo,
      date,
      settled.settlements.length,
      getEnv().DESK_RELEASE_LIMIT_MINOR,
      actor.userId,
      now,
      commandId,
    ],
  );
  return accept(batch.id);
}

async function findBatch(db: DbReader, date: string): Promise<bigint | null> {
  const [row] = await db.query<{ id: bigint }>("SELECT id FROM settlement_batches WHERE settled_on = $1", [date]);
  return row?.id ?? null;
}

async function refuseDate(tx: DbTransaction, date: string): Promise<Result<never> | null> {
  if (date > accountingDayOf(tx.context.now)) {
    return refuse("day_not_begun", `${date} has not begun in Shanghai; settle it on that day.`, { date });
  }
  const [later] = await tx.query<{ batch_no: string; day: string }>(
    "SELECT batch_no, settled_on AS day FROM settlement_batches WHERE settled_on > $1 ORDER BY settled_on LIMIT 1",
    [date],
  );
  if (!later) return null;
  const message = `${later.day} is settled already (${later.batch_no}) and took in what was due by ${date}; settle a later date.`;
  return refuse("later_day_settled", message, { date, batchNo: later.batch_no });
}
