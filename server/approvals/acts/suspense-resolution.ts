import "server-only";
import { sendsMoneyOut } from "@/core/ledger/outgoing-events";
import { accept, invariant } from "@/core/result";
import { defineAct } from "@/server/approvals/act";
import { executeResolution } from "@/server/approvals/execute-resolution";
import { enqueue } from "@/server/outbox/enqueue";
import { lockSuspenseItem } from "@/server/store/suspense-items";
import { requireBooksProven } from "@/server/verify/require-books-proven";
import { planRequest, suspenseRequest } from "./suspense-request";

/** Takes money out of suspense by a voucher of its own: booked, refunded, reversed, claimed, charged or written off. */
export const suspenseResolution = defineAct({
  ...suspenseRequest,
  name: "SUSPENSE_RESOLUTION",
  async execute(tx, payload, approval) {
    const item = await lockSuspenseItem(tx, payload.itemNo, null);
    const loaded = await planRequest(tx, payload);
    invariant(item && loaded.ok, `${approval.approvalNo} was just compared with the facts`);
    const { event } = loaded.value.plan;
    const unproven = event !== null && sendsMoneyOut(event) ? await requireBooksProven(tx) : null;
    if (unproven) return unproven;
    const { voucherNo } = await executeResolution(tx, approval.id, item, loaded.value);
    await enqueue(tx, "books.prove", { voucherNo });
    return accept({ voucherNo });
  },
});
