import "server-only";
import type { ProposeBankTransferInput } from "@/contracts/bank-transfers";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { accept, refuse } from "@/core/result";
import { bankTransfer } from "@/server/approvals/acts/bank-transfer";
import { proposeApproval } from "@/server/approvals/propose-approval";
import { defineCommand } from "@/server/command";
import { listWaitingTransfers } from "@/server/position/list-waiting-transfers";
import { checkTransfer, planTransfer } from "@/server/position/plan-transfer";
import { nextDocumentNo } from "@/server/store/document-numbers";

/** Asks to move customers' money from one reserve bank to another. The same one twice waits only once. */
export const proposeBankTransfer = defineCommand<ProposeBankTransferInput, { transferNo: string; approvalNo: string }>({
  action: "reserve.propose_transfer",
  permission: "reserve.transfer",
  object: ({ fromBank, toBank }) => ({ type: "bank_transfer", no: `${fromBank}:${toBank}` }),
  toHashed: ({ fromBank, toBank, asset, amountMinor, reason }) => ({
    ...{ fromBank, toBank, asset, reason },
    amountMinor: `${amountMinor}`,
  }),
  async effect(tx, { fromBank, toBank, asset, amountMinor, reason }) {
    // Two who ask for the same take turns: the second one sees the first one's request.
    await tx.query("SELECT pg_advisory_xact_lock(hashtext('bank_transfer'), hashtext($1))", [
      `${fromBank} ${toBank} ${asset}`,
    ]);
    const wanted = { fromBank, toBank, asset, amountMinor };
    const checked = await checkTransfer(tx, wanted);
    if (!checked.ok) return checked;
    const [waiting] = await listWaitingTransfers(tx, wanted);
    if (waiting) {
      const message = `${waiting.approvalNo} asks for a transfer from ${fromBank} to ${toBank} already. Decide on that one first.`;
      return refuse("bank_transfer_waits", message, { approvalNo: waiting.approvalNo });
    }
    const transferNo = await nextDocumentNo(tx, "bankTransfer", accountingDayOf(tx.context.now));
    const proposed = await proposeApproval(tx, bankTransfer.bind(planTransfer({ transferNo, ...wanted })), reason);
    return proposed.ok ? accept({ transferNo, approvalNo: proposed.value.approvalNo }) : proposed;
  },
});
