"use server";

import { matchBankAccountsInput, matchBankLinesInput, unmatchBankLinesInput } from "@/contracts/bank-views";
import { defineAction } from "@/server/action";
import { matchBankAccounts, matchBankLines, unmatchBankLines } from "@/server/commands/match-bank-lines";

const REVALIDATES = ["/bank", "/bank/remittances", "/reconciliation", "/"];

export const matchBankAccountsAction = defineAction({
  input: matchBankAccountsInput,
  command: matchBankAccounts,
  revalidates: REVALIDATES,
});
export const matchBankLinesAction = defineAction({
  input: matchBankLinesInput,
  command: matchBankLines,
  revalidates: REVALIDATES,
});
export const unmatchBankLinesAction = defineAction({
  input: unmatchBankLinesInput,
  command: unmatchBankLines,
  revalidates: REVALIDATES,
});
