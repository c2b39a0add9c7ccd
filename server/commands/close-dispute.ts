import "server-only";
import type { CloseDisputeInput } from "@/contracts/refunds";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { endDispute, findDispute, holdDispute } from "@/server/refunds/disputes";
import { lockOrders } from "@/server/store/order-records";

/** Notes how a dispute ended. Won, what it held may be refunded again; lost, the channel has it, and nobody gives it back. */
export const closeDispute = defineCommand<CloseDisputeInput, { disputeNo: string }>({
  action: "dispute.close",
  permission: "dispute.note",
  object: ({ disputeNo }) => ({ type: "dispute", no: disputeNo }),
  toHashed: ({ disputeNo, outcome, reason }) => ({ disputeNo, outcome, reason }),
  async effect(tx, { disputeNo, outcome, reason }) {
    const dispute = await findDispute(tx, tx.context.actor.scope, disputeNo);
    if (!dispute) return refuse("dispute_unknown", `There is no dispute ${disputeNo} that you may see.`, { disputeNo });
    await lockOrders(tx, [dispute.orderNo]);
    if (!(await endDispute(tx, disputeNo, outcome, reason))) {
      return refuse("dispute_closed", `Dispute ${disputeNo} is closed already.`, { disputeNo });
    }
    if (outcome === "WON") await holdDispute(tx, dispute.orderNo, -dispute.amountMinor);
    const detail = { orderNo: dispute.orderNo, outcome, reason };
    await appendAudit(tx, { action: "dispute.closed", objectType: "dispute", objectNo: disputeNo, detail });
    return accept({ disputeNo });
  },
});
