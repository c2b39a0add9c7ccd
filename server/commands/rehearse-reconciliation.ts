import "server-only";
import type { RehearsalDto } from "@/contracts/reconciliation-difference";
import { accept, invariant, type Result } from "@/core/result";
import {
  type BatchReport,
  DryRun,
  type ReconciliationRequest,
  reconcileDay,
} from "@/server/commands/run-reconciliation";
import type { CommandContext } from "@/server/transact";

export type Rehearsal = BatchReport & Pick<RehearsalDto, "difference">;

/**
 * What a run would find, and how that differs from the batches that count until now: the same work, taken back. It
 * leaves no receipt, so the same command id may then run it.
 */
export async function rehearseReconciliation(
  context: CommandContext,
  request: ReconciliationRequest,
): Promise<Result<Rehearsal>> {
  try {
    const ran = await reconcileDay(context, { ...request, dryRun: true });
    invariant(!ran.ok, "a dry run ends without having run");
    return ran;
  } catch (error) {
    if (error instanceof DryRun) return accept({ ...error.report, difference: error.difference });
    throw error;
  }
}
