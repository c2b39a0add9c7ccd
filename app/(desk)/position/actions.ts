"use server";

import { proposeReserveMinimumInput } from "@/contracts/administration";
import { proposeBankTransferInput } from "@/contracts/bank-transfers";
import { defineAction } from "@/server/action";
import { proposeBankTransfer } from "@/server/commands/propose-bank-transfer";
import { proposeReserveMinimum } from "@/server/commands/propose-settings";

export const proposeTransferAction = defineAction({
  input: proposeBankTransferInput,
  command: proposeBankTransfer,
  revalidates: ["/position", "/approvals"],
});
export const proposeMinimumAction = defineAction({
  input: proposeReserveMinimumInput,
  command: proposeReserveMinimum,
  revalidates: ["/position", "/approvals"],
});
