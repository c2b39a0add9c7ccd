import "server-only";
import type { PayoutBatchInput } from "@/contracts/payout-batches";
import type { PayoutFileRow } from "@/core/payouts/read-payout-file";
import { accept, type Refusal, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { checkPayoutRows } from "@/server/payouts/check-payout-rows";
import { insertPayoutBatch } from "@/server/store/payout-batches";
import type { DbTransaction } from "@/server/transact";

export type TakePayoutFile = { fileName: string; sha256: string; rows: readonly PayoutFileRow[] };

/** Takes a file of payouts in: checked as a whole, kept row by row, and nothing paid before somebody confirms it. */
export const takePayoutFile = defineCommand<TakePayoutFile, { batchNo: string; rows: number; ready: number }>({
  action: "payout_batch.take",
  permission: "payout.ask",
  seconds: 120,
  object: ({ fileName }) => ({ type: "payout_batch", no: fileName }),
  toHashed: ({ fileName, sha256 }) => ({ fileName, sha256 }),
  async effect(tx, { fileName, sha256, rows }) {
    const makerId = tx.context.actor.userId;
    if (makerId === null) return refuse("maker_missing", "Only a person brings a file of payouts.");
    const checked = await checkPayoutRows(tx, rows);
    const batchNo = await insertPayoutBatch(tx, { fileName, fileSha256: sha256, makerId, rows: checked });
    const ready = checked.filter((row) => row.refusal === null).length;
    const detail = { fileName, sha256, rows: rows.length, ready };
    await appendAudit(tx, { action: "payout_batch.taken", objectType: "payout_batch", objectNo: batchNo, detail });
    return accept({ batchNo, rows: rows.length, ready });
  },
});

/** Sets a checked file going: every row that is ready becomes a payout. The worker does it, whoever closes the page. */
export const confirmPayoutBatch = defineCommand<PayoutBatchInput, { batchNo: string; rows: number }>({
  action: "payout_batch.confirm",
  permission: "payout.ask",
  object: ({ batchNo }) => ({ type: "payout_batch", no: batchNo }),
  toHashed: ({ batchNo }) => ({ batchNo }),
  async effect(tx, { batchNo }) {
    const batch = await lockOwn(tx, batchNo);
    if (!batch) return batchUnknown(batchNo);
    if (batch.status !== "CHECKED") return notChecked(batchNo);
    if (batch.ready === 0) return refuse("payout_batch_nothing", `No row of ${batchNo} can be paid.`, { batchNo });
    await tx.query("UPDATE payout_batches SET status = 'RUNNING', confirmed_at = $2 WHERE id = $1", [
      batch.id,
      tx.context.now,
    ]);
    const detail = { rows: batch.ready };
    await appendAudit(tx, { action: "payout_batch.confirmed", objectType: "payout_batch", objectNo: batchNo, detail });
    return accept({ batchNo, rows: batch.ready });
  },
});

/** Drops a checked file: none of it is paid. */
export const dropPayoutBatch = defineCommand<PayoutBatchInput, { batchNo: string }>({
  action: "payout_batch.drop",
  permission: "payout.ask",
  object: ({ batchNo }) => ({ type: "payout_batch", no: batchNo }),
  toHashed: ({ batchNo }) => ({ batchNo }),
  async effect(tx, { batchNo }) {
    const batch = await lockOwn(tx, batchNo);
    if (!batch) return batchUnknown(batchNo);
    if (batch.status !== "CHECKED") return notChecked(batchNo);
    await tx.query("UPDATE payout_batch_rows SET state = 'SKIPPED' WHERE batch_id = $1 AND state = 'READY'", [
      batch.id,
    ]);
    await tx.query("UPDATE payout_batches SET status = 'CANCELLED', finished_at = $2 WHERE id = $1", [
      batch.id,
      tx.context.now,
    ]);
    await appendAudit(tx, {
      action: "payout_batch.dropped",
      objectType: "payout_batch",
      objectNo: batchNo,
      detail: {},
    });
    return accept({ batchNo });
  },
});

type Locked = { id: bigint; status: string; ready: number };

async function lockOwn(tx: DbTransaction, batchNo: string): Promise<Locked | null> {
  const [batch] = await tx.query<Locked>(
    `SELECT id, status, (SELECT count(*)::int FROM payout_batch_rows r WHERE r.batch_id = b.id AND r.state = 'READY') AS ready
     FROM payout_batches b WHERE batch_no = $1 AND created_by = $2 FOR UPDATE`,
    [batchNo, tx.context.actor.userId],
  );
  return batch ?? null;
}

function batchUnknown(batchNo: string): { ok: false; refusal: Refusal } {
  return refuse("payout_batch_unknown", `There is no payout file ${batchNo} of yours.`, { batchNo });
}

function notChecked(batchNo: string): { ok: false; refusal: Refusal } {
  return refuse("payout_batch_not_checked", `${batchNo} was confirmed or dropped already. Nothing was done.`, {
    batchNo,
  });
}
