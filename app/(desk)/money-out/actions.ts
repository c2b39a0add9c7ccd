"use server";

import { askChannelInput, closeMoneyCaseInput, proposeResumeInput, stopMoneyOutInput } from "@/contracts/money-out";
import { defineAction } from "@/server/action";
import { askChannel } from "@/server/commands/ask-channel";
import { closeMoneyCase } from "@/server/commands/close-money-case";
import { proposeResume } from "@/server/commands/propose-resume";
import { stopMoneyOut } from "@/server/commands/stop-money-out";

export const stopMoneyOutAction = defineAction({
  input: stopMoneyOutInput,
  command: stopMoneyOut,
  revalidates: ["/", "/money-out"],
});
export const proposeResumeAction = defineAction({
  input: proposeResumeInput,
  command: proposeResume,
  revalidates: ["/", "/money-out", "/approvals"],
});
export const askChannelAction = defineAction({
  input: askChannelInput,
  command: askChannel,
  revalidates: ["/money-out", "/payouts", "/refunds"],
});
export const closeMoneyCaseAction = defineAction({
  input: closeMoneyCaseInput,
  command: closeMoneyCase,
  revalidates: ["/", "/money-out"],
});
