import "server-only";
import type { ProposeAdjustmentInput } from "@/contracts/adjustments";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import type { Json } from "@/core/json";
import { accept, type Result, refuse } from "@/core/result";
import { toFrozenLines } from "@/server/adjustments/adjustment-plan";
import { planAdjustment } from "@/server/adjustments/plan-adjustment";
import { adjustment } from "@/server/approvals/acts/adjustment";
import { proposeApproval } from "@/server/approvals/propose-approval";
import { handOnDraft } from "@/server/attachments/hand-on-draft";
import { defineCommand } from "@/server/command";
import { nextDocumentNo } from "@/server/store/document-numbers";
import type { DbTransaction } from "@/server/transact";

type Proposed = { adjustmentNo: string; approvalNo: string; requiredRoles: string[] };

/**
 * Asks for an adjustment: freezes the voucher that would be posted into a request, with the evidence beside it. Nothing
 * is posted until others have approved exactly these lines.
 */
export const proposeAdjustment = defineCommand<ProposeAdjustmentInput, Proposed>({
  action: "adjustment.propose",
  permission: "adjustment.propose",
  // What is refused has no number of its own yet; a name with a space in it leads nowhere.
  object: ({ choice }) =>
    choice.kind === "REVERSAL"
      ? { type: "voucher", no: choice.voucherNo }
      : { type: "adjustment", no: "new adjustment" },
  toHashed: ({ choice, reasonCode, note, origin, draftNo }) => ({
    choice: toJson(choice),
    reasonCode,
    note,
    origin: origin ?? null,
    draftNo,
  }),
  async effect(tx, { choice, reasonCode, note, origin = null, draftNo }) {
    const planned = await planAdjustment(tx, tx.context.actor, choice);
    if (!planned.ok) return planned;
    if (choice.kind === "REVERSAL") {
      const waiting = await refuseWaiting(tx, choice.voucherNo);
      if (!waiting.ok) return waiting;
    }
    const { event, lines, totals, merchantNo } = planned.value;
    const adjustmentNo = await nextDocumentNo(tx, "adjustment", accountingDayOf(tx.context.now));
    const payload: Json = {
      adjustmentNo,
      event,
      lines: toFrozenLines(lines),
      totals: totals.map(({ asset, amountMinor }) => ({ asset, amountMinor: `${amountMinor}` })),
      merchantNo,
      choice: toJson(choice),
      reasonCode,
      origin,
    };
    const proposed = await proposeApproval(tx, adjustment.bind(payload), note, ({ approvalNo }) => {
      const detail = { approvalNo, event, reasonCode };
      return [{ action: "adjustment.proposed", objectType: "adjustment", objectNo: adjustmentNo, detail }];
    });
    if (!proposed.ok) return proposed;
    const { approvalNo } = proposed.value;
    const { count } = await handOnDraft(tx, draftNo, { type: "approval", no: approvalNo });
    if (count === 0)
      return refuse("adjustment_evidence_missing", "Attach what shows that this is right; nothing was proposed.");
    return accept({ adjustmentNo, ...proposed.value });
  },
});

/** Amounts as text, as JSON keeps them. */
function toJson(choice: ProposeAdjustmentInput["choice"]): Json {
  return JSON.parse(JSON.stringify(choice, (_, value) => (typeof value === "bigint" ? `${value}` : value))) as Json;
}

/** One request to take a voucher back waits at a time: of two, the later one could only ever be void. */
async function refuseWaiting(tx: DbTransaction, voucherNo: string): Promise<Result<null>> {
  const [waiting] = await tx.query<{ approval_no: string }>(
    `SELECT a.approval_no FROM approval_objects o JOIN approvals a ON a.id = o.approval_id
     WHERE o.object_type = 'voucher' AND o.object_no = $1 AND a.status = 'PENDING' LIMIT 1`,
    [voucherNo],
  );
  if (!waiting) return accept(null);
  return refuse("approval_waits_already", `${waiting.approval_no} about ${voucherNo} waits for its checker already.`, {
    approvalNo: waiting.approval_no,
    no: voucherNo,
  });
}
