import "server-only";
import type { BundlePayload } from "@/contracts/bundle";
import { type ResolutionChoice, resolutionChoice } from "@/contracts/suspense";
import { accept, invariant, type Refusal, type Result, refuse } from "@/core/result";
import { resolutionBundle } from "@/server/approvals/acts/resolution-bundle";
import { proposeApproval } from "@/server/approvals/propose-approval";
import { behindSavepoint } from "@/server/bulk/behind-savepoint";
import { defineCommand } from "@/server/command";
import { admitProposal } from "@/server/commands/propose-resolution";
import { type DbTransaction, hashInput } from "@/server/transact";

type Bundled = { jobNo: string; approvalNo: string; rows: number };
type ReadyRow = {
  rowNo: number;
  itemNo: string;
  itemVersion: number;
  choice: unknown;
  reason: string;
  payloadHash: string;
  asset: string;
  direction: "LONG" | "SHORT";
  amountMinor: bigint;
};
/** 500 rows take some seconds; nobody waits for them but the worker. */
const SECONDS = 120;

/**
 * Asks for one approval of all rows of a confirmed job, each as it was previewed. What has changed meanwhile is left out
 * by name; the others wait for one checker's word. The caller is the job's maker.
 */
export const proposeBundle = defineCommand<{ jobNo: string }, Bundled>({
  action: "bulk.bundle",
  permission: "suspense.propose",
  object: ({ jobNo }) => ({ type: "bulk", no: jobNo }),
  toHashed: ({ jobNo }) => ({ jobNo }),
  seconds: SECONDS,
  async effect(tx, { jobNo }) {
    const makerId = tx.context.actor.userId;
    invariant(makerId !== null, "a job has its maker");
    const [job] = await tx.query<{ id: bigint }>(
      "SELECT id FROM bulk_jobs WHERE job_no = $1 AND created_by = $2 AND status = 'RUNNING' AND mode = 'BUNDLE'",
      [jobNo, makerId],
    );
    if (!job) return refuse("bulk_not_ready", `${jobNo} is not to be done any more.`, { jobNo });
    const rows = await lockReady(tx, job.id);
    const admitted: ReadyRow[] = [];
    for (const row of rows) {
      const done = await behindSavepoint(tx, () => admitRow(tx, row, makerId));
      if (done.ok) admitted.push(row);
      else await keepRefusal(tx, job.id, row.rowNo, done.refusal);
    }
    if (admitted.length === 0) {
      return refuse("bundle_empty", "Every row of the bundle has changed since the preview. Nothing was proposed.", {
        jobNo,
      });
    }
    const act = resolutionBundle.bind(toPayload(jobNo, admitted));
    const proposed = await proposeApproval(tx, act, sumUp(admitted), ({ approvalNo }) =>
      admitted.map(({ itemNo, reason }) => {
        const detail = { approvalNo, reason, jobNo };
        return { action: "suspense.proposed", objectType: "suspense", objectNo: itemNo, detail };
      }),
    );
    if (!proposed.ok) return proposed;
    const { approvalNo } = proposed.value;
    await tx.query(
      "UPDATE bulk_rows SET state = 'PROPOSED', approval_no = $3 WHERE job_id = $1 AND row_no = ANY ($2)",
      [job.id, admitted.map((row) => row.rowNo), approvalNo],
    );
    await tx.query("UPDATE bulk_jobs SET bundle_no = $2 WHERE id = $1", [job.id, approvalNo]);
    return accept({ jobNo, approvalNo, rows: admitted.length });
  },
});

/** Items are locked in the order of their ids, as everybody locks them. */
async function lockReady(tx: DbTransaction, jobId: bigint): Promise<ReadyRow[]> {
  await tx.query(
    `SELECT 1 FROM suspense_items WHERE item_no IN (SELECT item_no FROM bulk_rows WHERE job_id = $1 AND state = 'READY')
     ORDER BY id FOR UPDATE`,
    [jobId],
  );
  return tx.query<ReadyRow>(
    `SELECT row_no AS "rowNo", item_no AS "itemNo", item_version AS "itemVersion", choice, reason, payload_hash AS "payloadHash",
            asset, direction, amount_minor AS "amountMinor"
     FROM bulk_rows WHERE job_id = $1 AND state = 'READY' ORDER BY row_no FOR UPDATE`,
    [jobId],
  );
}

async function admitRow(tx: DbTransaction, row: ReadyRow, makerId: string): Promise<Result<null>> {
  const { itemNo, itemVersion } = row;
  const admitted = await admitProposal(tx, { itemNo, expectedVersion: itemVersion, choice: choiceOf(row) }, makerId);
  if (!admitted.ok) return admitted;
  if (hashInput(admitted.value.loaded.payload) !== row.payloadHash) {
    return refuse(
      "bulk_plan_changed",
      `What resolving ${itemNo} would post has changed since the preview. It was not proposed; look at it by itself.`,
      { itemNo },
    );
  }
  return accept(null);
}

async function keepRefusal(tx: DbTransaction, jobId: bigint, rowNo: number, refusal: Refusal): Promise<void> {
  await tx.query("UPDATE bulk_rows SET state = 'REFUSED', refusal = $3 WHERE job_id = $1 AND row_no = $2", [
    jobId,
    rowNo,
    JSON.stringify(refusal),
  ]);
}

function choiceOf(row: ReadyRow): ResolutionChoice {
  return resolutionChoice.parse(row.choice);
}

/** The items' versions once they wait, one above those that were previewed. */
function toPayload(jobNo: string, rows: readonly ReadyRow[]): BundlePayload {
  const totals = new Map<string, { asset: string; direction: "LONG" | "SHORT"; count: number; amount: bigint }>();
  for (const { asset, direction, amountMinor } of rows) {
    const { count, amount } = totals.get(`${asset} ${direction}`) ?? { count: 0, amount: 0n };
    totals.set(`${asset} ${direction}`, { asset, direction, count: count + 1, amount: amount + amountMinor });
  }
  return {
    jobNo,
    rows: rows.map((row) => [row.rowNo, row.itemNo, row.itemVersion + 1, choiceOf(row).resolution, row.payloadHash]),
    totals: [...totals.values()].map(({ amount, ...total }) => ({ ...total, amountMinor: `${amount}` })),
  };
}

const MAX_REASON_CHARS = 4_000;

/** Why, in the maker's words: one reason where it is the same for all, else the different ones. */
function sumUp(rows: readonly ReadyRow[]): string {
  return [...new Set(rows.map((row) => row.reason))].join("\n").slice(0, MAX_REASON_CHARS);
}
