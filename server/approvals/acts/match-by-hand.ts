import "server-only";
import { accept, invariant } from "@/core/result";
import { defineAct } from "@/server/approvals/act";
import { executeMatch } from "@/server/approvals/execute-match";
import { lockSuspenseItem } from "@/server/store/suspense-items";
import { planRequest, suspenseRequest } from "./suspense-request";

/** Pairs two numbers that stand in suspense; the day's next batch posts what comes of it. */
export const matchByHand = defineAct({
  ...suspenseRequest,
  name: "MATCH_BY_HAND",
  async execute(tx, payload, approval) {
    const item = await lockSuspenseItem(tx, payload.itemNo, null);
    const loaded = await planRequest(tx, payload);
    invariant(item && loaded.ok, `${approval.approvalNo} was just compared with the facts`);
    await executeMatch(tx, approval, item, loaded.value);
    return accept({ voucherNo: null });
  },
});
