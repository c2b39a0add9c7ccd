import "server-only";
import type { WaitingTransferDto } from "@/contracts/position-views";
import type { DbReader } from "@/server/transact";

/** Transfers that wait for a signature, of all banks or between two. */
export function listWaitingTransfers(
  db: DbReader,
  between: { readonly fromBank?: string; readonly toBank?: string; readonly asset?: string } = {},
): Promise<WaitingTransferDto[]> {
  return db.query<WaitingTransferDto>(
    `SELECT approval_no AS "approvalNo", payload ->> 'fromBank' AS "fromBank", payload ->> 'toBank' AS "toBank",
            payload ->> 'asset' AS asset, payload ->> 'amountMinor' AS "amountMinor"
     FROM approvals WHERE act = 'BANK_TRANSFER' AND status = 'PENDING' AND ($1::text IS NULL OR payload ->> 'fromBank' = $1)
       AND ($2::text IS NULL OR payload ->> 'toBank' = $2) AND ($3::text IS NULL OR payload ->> 'asset' = $3) ORDER BY id`,
    [between.fromBank ?? null, between.toBank ?? null, between.asset ?? null],
  );
}
