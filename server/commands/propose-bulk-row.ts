import "server-only";
import { resolutionChoice } from "@/contracts/suspense";
import { accept, invariant, refuse } from "@/core/result";
import { defineCommand } from "@/server/command";
import { proposeItem } from "@/server/commands/propose-resolution";

type RowToPropose = { readonly jobNo: string; readonly rowNo: number };
type FrozenRow = {
  jobId: bigint;
  itemNo: string;
  itemVersion: number;
  choice: unknown;
  reason: string;
  payloadHash: string;
  state: string;
};

/**
 * Proposes one row of a confirmed job exactly as it was previewed, and says so with the row, both in one transaction. The
 * caller is the job's maker.
 */
export const proposeBulkRow = defineCommand<RowToPropose, { itemNo: string; approvalNo: string }>({
  action: "bulk.propose",
  permission: "suspense.propose",
  object: ({ jobNo, rowNo }) => ({ type: "bulk", no: `${jobNo}#${rowNo}` }),
  toHashed: ({ jobNo, rowNo }) => ({ jobNo, rowNo }),
  async effect(tx, { jobNo, rowNo }) {
    const makerId = tx.context.actor.userId;
    invariant(makerId !== null, "a job has its maker");
    const [row] = await tx.query<FrozenRow>(
      `SELECT b.job_id AS "jobId", b.item_no AS "itemNo", b.item_version AS "itemVersion", b.choice, b.reason,
              b.payload_hash AS "payloadHash", b.state
       FROM bulk_rows b JOIN bulk_jobs j ON j.id = b.job_id
       WHERE j.job_no = $1 AND b.row_no = $2 AND j.status = 'RUNNING' AND j.created_by = $3 FOR UPDATE OF b`,
      [jobNo, rowNo, makerId],
    );
    if (row?.state !== "READY") return refuse("bulk_row_done", "This row is not to be done any more.");
    const { itemNo, itemVersion, reason } = row;
    const choice = resolutionChoice.parse(row.choice);
    const proposed = await proposeItem(tx, { itemNo, expectedVersion: itemVersion, choice, reason }, makerId);
    if (!proposed.ok) return proposed;
    const { approvalNo } = proposed.value;
    const [request] = await tx.query<{ hash: string }>(
      "SELECT payload_hash AS hash FROM approvals WHERE approval_no = $1",
      [approvalNo],
    );
    if (request?.hash !== row.payloadHash) {
      return refuse(
        "bulk_plan_changed",
        `What resolving ${itemNo} would post has changed since the preview. It was not proposed; look at it by itself.`,
        { itemNo },
      );
    }
    await tx.query("UPDATE bulk_rows SET state = 'PROPOSED', approval_no = $3 WHERE job_id = $1 AND row_no = $2", [
      row.jobId,
      rowNo,
      approvalNo,
    ]);
    return accept({ itemNo, approvalNo });
  },
});
