"use server";

import { runClearingInput } from "@/contracts/clearing-views";
import { defineAction } from "@/server/action";
import { runClearing } from "@/server/commands/run-clearing";

export const runClearingAction = defineAction({
  input: runClearingInput,
  command: runClearing,
  revalidates: ["/clearing", "/ledger", "/"],
});
