"use server";

import { closeDayInput, reopenDayInput } from "@/contracts/accounting-days";
import { defineAction } from "@/server/action";
import { closeDay } from "@/server/commands/close-day";
import { reopenDay } from "@/server/commands/reopen-day";

const REVALIDATED = ["/ledger/days", "/ledger/trial-balance"];

export const closeDayAction = defineAction({ input: closeDayInput, command: closeDay, revalidates: REVALIDATED });

export const reopenDayAction = defineAction({ input: reopenDayInput, command: reopenDay, revalidates: REVALIDATED });
