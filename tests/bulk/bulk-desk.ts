import { randomUUID } from "node:crypto";
import type { BulkMode, BulkSelection } from "@/contracts/bulk";
import type { Actor } from "@/core/permissions/actor";
import { invariant } from "@/core/result";
import type { Resolution } from "@/core/suspense/resolutions";
import { runNextBulk } from "@/server/bulk/run-bulk";
import { confirmBulk } from "@/server/commands/confirm-bulk";
import { prepareBulk } from "@/server/commands/prepare-bulk";
import { reader } from "@/server/transact";
import { as } from "@/tests/command-context";
import { accepted, reconcileDay } from "@/tests/desk-fixture";

export type BulkRow = {
  readonly rowNo: number;
  readonly itemNo: string;
  readonly state: string;
  readonly code: string | null;
  readonly approvalNo: string | null;
};

/** A day with so many payments that the channel lists and nobody knows: as many long items. Answers their numbers. */
export async function openLongItems(prefix: string, count: number, amountMinor = 700n): Promise<string[]> {
  const orderNos = Array.from({ length: count }, (_, index) => `${prefix}-${`${index}`.padStart(4, "0")}`);
  await reconcileDay({ lines: orderNos.map((orderNo) => ({ orderNo, amountMinor })) });
  const rows = await reader.query<{ itemNo: string }>(
    `SELECT item_no AS "itemNo" FROM suspense_items WHERE match_key = ANY ($1) ORDER BY id`,
    [orderNos],
  );
  invariant(rows.length === count, `${count} items were opened, found ${rows.length}`);
  return rows.map((row) => row.itemNo);
}

/** Prepares a job and works out its preview; answers its number and token. */
export async function prepare(
  actor: Actor,
  selection: BulkSelection,
  resolution: Resolution = "REFUND_TO_PAYER",
): Promise<{ jobNo: string; snapshot: string }> {
  const input = { commandId: randomUUID(), selection, resolution, reason: "one cause for all of them" };
  const { jobNo } = accepted(await prepareBulk(as(actor, input.commandId), input));
  invariant((await runNextBulk()) === 1, "there was something to prepare");
  return { jobNo, snapshot: (await jobOf(jobNo)).snapshotHash ?? "" };
}

export function confirm(actor: Actor, job: { jobNo: string; snapshot: string }, mode: BulkMode = "EACH") {
  const input = { commandId: randomUUID(), ...job, mode };
  return confirmBulk(as(actor, input.commandId), input);
}

export async function jobOf(jobNo: string) {
  const [job] = await reader.query<{
    status: string;
    snapshotHash: string | null;
    bundleNo: string | null;
    rows: number;
  }>(
    `SELECT status, snapshot_hash AS "snapshotHash", bundle_no AS "bundleNo", row_count AS rows FROM bulk_jobs WHERE job_no = $1`,
    [jobNo],
  );
  invariant(job, `${jobNo} is there`);
  return job;
}

export async function rowsOf(jobNo: string): Promise<BulkRow[]> {
  return reader.query<BulkRow>(
    `SELECT b.row_no AS "rowNo", b.item_no AS "itemNo", b.state, b.refusal ->> 'code' AS code, b.approval_no AS "approvalNo"
     FROM bulk_rows b JOIN bulk_jobs j ON j.id = b.job_id WHERE j.job_no = $1 ORDER BY b.row_no`,
    [jobNo],
  );
}

/** The selection of these items as a page shows them now. */
export async function seen(itemNos: readonly string[]): Promise<BulkSelection> {
  const items = await reader.query<{ itemNo: string; version: number }>(
    `SELECT item_no AS "itemNo", version FROM suspense_items WHERE item_no = ANY ($1) ORDER BY array_position($1, item_no)`,
    [itemNos],
  );
  return { by: "ITEMS", items };
}
