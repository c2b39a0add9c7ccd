"use server";

import { runReconciliationInput } from "@/contracts/reconciliation-views";
import { defineAction } from "@/server/action";
import { rehearseReconciliation } from "@/server/commands/rehearse-reconciliation";
import { runReconciliation } from "@/server/commands/run-reconciliation";

const REVALIDATED = ["/", "/reconciliation", "/statements", "/suspense", "/position"];

export const runReconciliationAction = defineAction({
  input: runReconciliationInput,
  command: runReconciliation,
  revalidates: REVALIDATED,
});

export const rehearseReconciliationAction = defineAction({
  input: runReconciliationInput,
  command: rehearseReconciliation,
});
