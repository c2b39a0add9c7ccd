import "server-only";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { invariant } from "@/core/result";
import type { CheckedRow } from "@/server/payouts/check-payout-rows";
import { nextDocumentNo } from "@/server/store/document-numbers";
import type { DbTransaction } from "@/server/transact";

export type NewPayoutBatch = {
  readonly fileName: string;
  readonly fileSha256: string;
  readonly makerId: string;
  readonly rows: readonly CheckedRow[];
};

/** Keeps a checked file with all of its rows; a row's command is fixed with it. */
export async function insertPayoutBatch(tx: DbTransaction, batch: NewPayoutBatch): Promise<string> {
  const { now, commandId } = tx.context;
  const batchNo = await nextDocumentNo(tx, "payoutBatch", accountingDayOf(now));
  const [row] = await tx.query<{ id: bigint }>(
    `INSERT INTO payout_batches (batch_no, file_name, file_sha256, status, row_count, created_by, created_at, command_id)
     VALUES ($1, $2, $3, 'CHECKED', $4, $5, $6, $7) RETURNING id`,
    [batchNo, batch.fileName, batch.fileSha256, batch.rows.length, batch.makerId, now, commandId],
  );
  invariant(row, "an inserted row is returned");
  await tx.query(
    `INSERT INTO payout_batch_rows (batch_id, row_no, sheet_row, merchant_no, asset, amount_text, amount_minor, client_ref, state,
       looks, refusal, row_command_id)
     SELECT $1, r.no, r.sheet_row, r.merchant_no, r.asset, r.amount_text, r.amount_minor, r.client_ref,
            CASE WHEN r.refusal IS NULL THEN 'READY' ELSE 'BLOCKED' END, r.looks, r.refusal,
            md5('payout batch ' || $1::bigint || ' row ' || r.no)::uuid
     FROM jsonb_to_recordset($2) AS r (no int, sheet_row int, merchant_no text, asset text, amount_text text, amount_minor bigint,
       client_ref text, looks text[], refusal jsonb)`,
    [row.id, JSON.stringify(batch.rows.map(toRecord))],
  );
  return batchNo;
}

function toRecord(row: CheckedRow, index: number) {
  return {
    no: index + 1,
    sheet_row: row.sheetRow,
    merchant_no: row.merchantNo,
    asset: row.asset,
    amount_text: row.amountText,
    amount_minor: row.amountMinor === null ? null : `${row.amountMinor}`,
    client_ref: row.clientRef,
    looks: row.looks,
    // Absent, and not the JSON null, where nothing stands against it.
    ...(row.refusal ? { refusal: row.refusal } : {}),
  };
}
