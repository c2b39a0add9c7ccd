"use server";

import { proposeAdjustmentInput } from "@/contracts/adjustments";
import { defineAction } from "@/server/action";
import { proposeAdjustment } from "@/server/commands/propose-adjustment";

export const proposeAdjustmentAction = defineAction({
  input: proposeAdjustmentInput,
  command: proposeAdjustment,
  revalidates: ["/ledger/adjustments", "/approvals"],
});
