"use server";

import { closeDayInput } from "@/contracts/accounting-days";
import { proposeDayExceptionInput, proposeDayReopenInput } from "@/contracts/day-close";
import { defineAction } from "@/server/action";
import { closeDay } from "@/server/commands/close-day";
import { proposeDayException } from "@/server/commands/propose-day-exception";
import { proposeDayReopen } from "@/server/commands/propose-day-reopen";

const REVALIDATED = ["/", "/ledger/days", "/ledger/trial-balance", "/approvals"];

export const closeDayAction = defineAction({ input: closeDayInput, command: closeDay, revalidates: REVALIDATED });

export const proposeDayExceptionAction = defineAction({
  input: proposeDayExceptionInput,
  command: proposeDayException,
  revalidates: REVALIDATED,
});

export const proposeDayReopenAction = defineAction({
  input: proposeDayReopenInput,
  command: proposeDayReopen,
  revalidates: REVALIDATED,
});
