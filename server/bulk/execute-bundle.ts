import "server-only";
import type { BundlePayload } from "@/contracts/bundle";
import { resolutionChoice } from "@/contracts/suspense";
import { OUTGOING_EVENTS } from "@/core/ledger/outgoing-events";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { accept, type Refusal, type Result, refuse } from "@/core/result";
import type { Executed, Executing } from "@/server/approvals/act";
import { executeResolution } from "@/server/approvals/execute-resolution";
import { enqueue } from "@/server/outbox/enqueue";
import {
  findSuspenseItem,
  itemChanged,
  itemUnknown,
  lockSuspenseItem,
  moveSuspenseItem,
} from "@/server/store/suspense-items";
import { loadResolution } from "@/server/suspense/load-resolution";
import { type DbTransaction, hashInput } from "@/server/transact";
import { requireBooksProven } from "@/server/verify/require-books-proven";
import { behindSavepoint } from "./behind-savepoint";

type Frozen = { rowNo: number; itemNo: string; choice: unknown; event: string | null; payloadHash: string };

/**
 * Executes a bundle: each row by itself behind a savepoint. A row whose item has changed since it was proposed, whose plan
 * is another one by now, or whose account lacks the money is refused by name, and the others are posted all the same.
 */
export async function executeBundle(
  tx: DbTransaction,
  { jobNo, rows }: BundlePayload,
  approval: Executing,
): Promise<Result<Executed>> {
  const frozen = await tx.query<Frozen>(
    `SELECT b.row_no AS "rowNo", b.item_no AS "itemNo", b.choice, b.payload ->> 'event' AS event, b.payload_hash AS "payloadHash"
     FROM bulk_rows b JOIN bulk_jobs j ON j.id = b.job_id
     WHERE j.job_no = $1 AND b.row_no = ANY ($2) AND b.state = 'PROPOSED' AND b.approval_no = $3 ORDER BY b.row_no`,
    [jobNo, rows.map(([rowNo]) => rowNo), approval.approvalNo],
  );
  const sends = frozen.some((row) => OUTGOING_EVENTS.some((event) => event === row.event));
  const unproven = sends ? await requireBooksProven(tx) : null;
  if (unproven) return unproven;
  const versions = new Map(rows.map(([rowNo, , version]) => [rowNo, version]));
  let lastVoucherNo: string | null = null;
  for (const row of frozen) {
    const done = await behindSavepoint(tx, () => executeRow(tx, row, versions.get(row.rowNo) ?? 0, approval));
    await keepOutcome(tx, jobNo, row.rowNo, done);
    if (!done.ok) await handBack(tx, row.itemNo, versions.get(row.rowNo) ?? 0);
    if (done.ok) lastVoucherNo = done.value.voucherNo;
  }
  if (lastVoucherNo !== null) await enqueue(tx, "books.prove", { voucherNo: lastVoucherNo });
  return accept({ voucherNo: null });
}

async function executeRow(
  tx: DbTransaction,
  { itemNo, choice, payloadHash }: Frozen,
  version: number,
  approval: Executing,
): Promise<Result<{ voucherNo: string }>> {
  const item = await findSuspenseItem(tx, SYSTEM_ACTOR, itemNo);
  if (!item) return itemUnknown(itemNo);
  if (item.status !== "PROPOSED" || item.version !== version) return itemChanged(item);
  const loaded = await loadResolution(tx, SYSTEM_ACTOR, item, resolutionChoice.parse(choice));
  if (!loaded.ok) return loaded;
  if (hashInput(loaded.value.payload) !== payloadHash) {
    return refuse(
      "bulk_plan_changed",
      `What resolving ${itemNo} would post has changed since it was proposed. It was left out; look at it by itself.`,
      { itemNo },
    );
  }
  const { voucherNo } = await executeResolution(tx, approval.id, item, loaded.value);
  return accept({ voucherNo });
}

/** An item that was left out and still waits for this bundle goes back to its investigation, as a rejected one does. */
async function handBack(tx: DbTransaction, itemNo: string, version: number): Promise<void> {
  const item = await lockSuspenseItem(tx, itemNo, null);
  if (item?.status === "PROPOSED" && item.version === version)
    await moveSuspenseItem(tx, item, { to: "INVESTIGATING" });
}

async function keepOutcome(
  tx: DbTransaction,
  jobNo: string,
  rowNo: number,
  done: Result<{ voucherNo: string }>,
): Promise<void> {
  const refusal: Refusal | null = done.ok ? null : done.refusal;
  await tx.query(
    `UPDATE bulk_rows SET state = $3, voucher_no = $4, refusal = $5
     WHERE job_id = (SELECT id FROM bulk_jobs WHERE job_no = $1) AND row_no = $2`,
    [
      jobNo,
      rowNo,
      done.ok ? "EXECUTED" : "REFUSED",
      done.ok ? done.value.voucherNo : null,
      refusal && JSON.stringify(refusal),
    ],
  );
}
