import "server-only";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { blockingOf, type CloseFinding } from "@/core/day-close/findings";
import { sayFinding } from "@/core/day-close/say-finding";
import { decideCloseDay } from "@/core/ledger/decide-day";
import { accept, type Refusal, type Result, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { closeThrough, lockDayFacts } from "@/server/store/accounting-days";
import { insertDayReport } from "@/server/store/day-reports";
import { type DbTransaction, hashInput } from "@/server/transact";
import { findDayState } from "./find-day-state";
import { findingsJson } from "./findings-json";

export type ClosedDay = { date: string; vouchers: string };
/** The request that lets a day close with these findings in its way, and no others. */
export type ApprovedException = { readonly id: bigint; readonly blocking: readonly CloseFinding[] };

/**
 * Closes the next accounting day and keeps what its checklist found. It is looked at twice: before postings have to wait,
 * so that a day in red stops nobody, and again behind them, so that the report is of the very books that were closed. What
 * was found of a day that is not ready is left in `found` for whoever keeps it.
 */
export async function closeAccountingDay(
  tx: DbTransaction,
  date: string,
  approved: ApprovedException | null,
  found: CloseFinding[] = [],
): Promise<Result<ClosedDay>> {
  const { now } = tx.context;
  const decided = decideCloseDay(date, accountingDayOf(now), await lockDayFacts(tx));
  if (!decided.ok) return decided;
  if (approved === null) {
    const early = judge(date, await findDayState(tx, date, now), null, found);
    if (!early.ok) return early;
  }
  const vouchers = `${await closeThrough(tx, date)}`;
  const final = judge(date, await findDayState(tx, date, now), approved, found);
  if (!final.ok) return final;
  const attempt = await insertDayReport(tx, {
    day: date,
    outcome: "CLOSED",
    findings: final.value,
    approvalId: approved?.id ?? null,
  });
  const detail = { vouchers, attempt, exceptions: approved?.blocking.length ?? 0 };
  await appendAudit(tx, { action: "day.closed", objectType: "day", objectNo: date, detail });
  return accept({ date, vouchers });
}

function judge(
  date: string,
  findings: CloseFinding[],
  approved: ApprovedException | null,
  found: CloseFinding[],
): Result<CloseFinding[]> {
  const blocking = blockingOf(findings);
  if (approved !== null && !areSame(blocking, approved.blocking)) return refuseChanged(date);
  if (approved !== null || blocking.length === 0) return accept(findings);
  found.splice(0, found.length, ...findings);
  return refuseNotReady(date, blocking);
}

function areSame(left: readonly CloseFinding[], right: readonly CloseFinding[]): boolean {
  return hashInput(findingsJson(left)) === hashInput(findingsJson(right));
}

function refuseNotReady(date: string, blocking: readonly CloseFinding[]): { ok: false; refusal: Refusal } {
  const sentences = blocking.map((finding) => sayFinding(finding, date));
  const message = `${date} is not ready to be closed. ${sentences.join(" ")}`;
  return refuse("day_not_ready", message, { day: date, count: `${blocking.length}` }, sentences);
}

function refuseChanged(date: string): { ok: false; refusal: Refusal } {
  const message = `What stands in the way of ${date} is not what was asked about any more. Look at it again, then ask anew.`;
  return refuse("day_findings_changed", message, { day: date });
}
