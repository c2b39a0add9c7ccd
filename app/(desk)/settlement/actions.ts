"use server";

import { moveSettlementInput, moveSettlementsInput, proposeDepositDrawInput } from "@/contracts/settlement";
import { runSettlementInput } from "@/contracts/settlement-moves";
import { defineAction } from "@/server/action";
import { paySettlement, releaseSettlements, reviewSettlements } from "@/server/commands/move-settlements";
import { proposeDepositDraw } from "@/server/commands/propose-deposit-draw";
import { runSettlement } from "@/server/commands/run-settlement";

const REVALIDATED = ["/", "/settlement", "/ledger", "/payouts", "/approvals", "/position"];

export const runSettlementAction = defineAction({
  input: runSettlementInput,
  command: runSettlement,
  revalidates: REVALIDATED,
});

export const reviewSettlementsAction = defineAction({
  input: moveSettlementsInput,
  command: reviewSettlements,
  revalidates: REVALIDATED,
});

export const releaseSettlementsAction = defineAction({
  input: moveSettlementsInput,
  command: releaseSettlements,
  revalidates: REVALIDATED,
});

export const paySettlementAction = defineAction({
  input: moveSettlementInput,
  command: paySettlement,
  revalidates: REVALIDATED,
});

export const proposeDepositDrawAction = defineAction({
  input: proposeDepositDrawInput,
  command: proposeDepositDraw,
  revalidates: REVALIDATED,
});
