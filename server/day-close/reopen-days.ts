import "server-only";
import { addDays } from "@/core/calendar/settlement-day";
import { decideReopenDay } from "@/core/ledger/decide-day";
import { accept, type Result } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { lockDayFacts, reopenThrough } from "@/server/store/accounting-days";
import type { DbTransaction } from "@/server/transact";

/** Opens a closed day again, and with it every closed day after it. What was found when they were closed stays. */
export async function reopenDays(
  tx: DbTransaction,
  date: string,
  reason: string,
): Promise<Result<{ date: string; days: string[] }>> {
  const decided = decideReopenDay(date, await lockDayFacts(tx));
  if (!decided.ok) return decided;
  const { days } = decided.value;
  await reopenThrough(tx, addDays(date, -1));
  await appendAudit(tx, { action: "day.reopened", objectType: "day", objectNo: date, detail: { reason, days } });
  return accept({ date, days });
}
