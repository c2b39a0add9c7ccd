import "server-only";
import { randomUUID } from "node:crypto";
import type { Actor } from "@/core/permissions/actor";
import type { Result } from "@/core/result";
import { findMaker } from "@/server/bulk/find-maker";
import { getClock } from "@/server/clock";
import { type RequestedPayout, requestPayout } from "@/server/commands/request-payout";
import { reader } from "@/server/transact";

/** A worker that dies loses its file to the others after this time. */
const LEASE_SECONDS = 30;
const ROWS_AT_ONCE = 50;

type Batch = { id: bigint; batchNo: string; createdBy: bigint };
type Row = {
  rowNo: number;
  merchantNo: string;
  asset: string;
  amountMinor: bigint;
  clientRef: string;
  commandId: string;
};

const CLAIM = `
  UPDATE payout_batches SET worker = $1, lease_until = clock_timestamp() + make_interval(secs => $2), attempts = attempts + 1
  WHERE id = (SELECT id FROM payout_batches WHERE status = 'RUNNING' AND (worker IS NULL OR lease_until < clock_timestamp())
              ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING id, batch_no AS "batchNo", created_by AS "createdBy"`;
const BEAT = `
  UPDATE payout_batches SET lease_until = clock_timestamp() + make_interval(secs => $3)
  WHERE id = $1 AND worker = $2 AND status = 'RUNNING' RETURNING 1`;
const END = `
  UPDATE payout_batches SET status = 'DONE', finished_at = clock_timestamp(), worker = NULL, lease_until = NULL
  WHERE id = $1 AND worker = $2`;
const READY = `
  SELECT row_no AS "rowNo", merchant_no AS "merchantNo", asset, amount_minor AS "amountMinor", client_ref AS "clientRef",
         row_command_id AS "commandId"
  FROM payout_batch_rows WHERE batch_id = $1 AND state = 'READY' ORDER BY row_no LIMIT ${ROWS_AT_ONCE}`;
const MARK = `
  UPDATE payout_batch_rows SET state = $3, payout_no = $4, refusal = $5
  WHERE batch_id = $1 AND row_no = $2 AND state = 'READY'`;
/** Nothing is wrong with the row: it goes on once money goes out again. */
const WAITS = ["money_out_stopped", "books_not_proven"];

/**
 * Goes on with the oldest confirmed file of payouts; answers how many there were (0 or 1). Each row is asked for under its own
 * command id, which is fixed with the row: whoever dies between a payout and its mark is answered, the next time, with the very
 * payout that is there.
 */
export async function runNextPayoutBatch(): Promise<number> {
  const worker = randomUUID();
  const [batch] = await reader.query<Batch>(CLAIM, [worker, LEASE_SECONDS]);
  if (!batch) return 0;
  const maker = await findMaker(batch.createdBy);
  for (;;) {
    const rows = await reader.query<Row>(READY, [batch.id]);
    if (rows.length === 0) break;
    for (const row of rows) {
      const isOurs = await reader.query(BEAT, [batch.id, worker, LEASE_SECONDS]);
      if (isOurs.length === 0 || !(await workRow(batch, maker, row))) return 0;
    }
  }
  await reader.query(END, [batch.id, worker]);
  return 1;
}

/** Asks for one row's payout and marks what became of it; false where it has to wait. */
async function workRow(batch: Batch, maker: Actor, row: Row): Promise<boolean> {
  const asked = await askFor(batch, maker, row);
  if (!asked.ok && WAITS.includes(asked.refusal.code)) return false;
  const outcome = asked.ok
    ? [asked.value.status, asked.value.payoutNo, null]
    : ["REFUSED", null, JSON.stringify(asked.refusal)];
  await reader.query(MARK, [batch.id, row.rowNo, ...outcome]);
  return true;
}

function askFor({ batchNo }: Batch, actor: Actor, row: Row): Promise<Result<RequestedPayout>> {
  const { merchantNo, asset, amountMinor, clientRef, commandId } = row;
  const wish = { merchantNo, asset, amountMinor, clientRef, payee: null, channel: null };
  const context = { actor, commandId, now: getClock().now() };
  return requestPayout(context, { ...wish, note: `${batchNo} row ${row.rowNo}`, source: "BATCH", batchNo });
}
