import "server-only";
import type { Result } from "@/core/result";
import { type BatchReport, type ReconciliationRequest, runReconciliation } from "@/server/commands/run-reconciliation";
import type { CommandContext } from "@/server/transact";

/** What a run would find: the same work, taken back. It leaves no receipt, so the same command id may then run it. */
export function rehearseReconciliation(
  context: CommandContext,
  request: ReconciliationRequest,
): Promise<Result<BatchReport>> {
  return runReconciliation(context, { ...request, dryRun: true });
}
