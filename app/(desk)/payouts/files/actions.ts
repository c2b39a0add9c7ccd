"use server";

import { payoutBatchInput } from "@/contracts/payout-batches";
import { defineAction } from "@/server/action";
import { confirmPayoutBatch, dropPayoutBatch } from "@/server/commands/payout-batches";

const revalidates = ["/payouts", "/payouts/files"];

export const confirmPayoutBatchAction = defineAction({
  input: payoutBatchInput,
  command: confirmPayoutBatch,
  revalidates,
});
export const dropPayoutBatchAction = defineAction({ input: payoutBatchInput, command: dropPayoutBatch, revalidates });
