import "server-only";
import { type DayCloseDto, type DayReopenedDto, type DayReportDto, storedFindings } from "@/contracts/day-close";
import type { ActName } from "@/core/approvals/acts";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { type CloseFinding, stateOfOpenDay } from "@/core/day-close/findings";
import { nextDayToClose } from "@/core/ledger/decide-day";
import type { Actor } from "@/core/permissions/actor";
import { findDayState } from "@/server/day-close/find-day-state";
import { toChecklistDto } from "@/server/day-close/to-finding-dto";
import { readDayFacts } from "@/server/store/accounting-days";
import { reader } from "@/server/transact";

type ReportRow = Omit<DayReportDto, "checklist" | "checkedAt"> & { findings: unknown; checkedAt: Date };
type ReopenedRow = Omit<DayReopenedDto, "at"> & { at: Date };
type Waiting = { approvalNo: string; act: ActName };

const REPORTS = `
  SELECT r.attempt, r.outcome, r.findings, r.content_hash AS "contentHash", r.checked_at AS "checkedAt",
         u.display_name AS "checkedBy", r.outcome <> 'REFUSED' AND d.accounting_on IS NULL AS "isUndone",
         CASE WHEN a.id IS NOT NULL THEN jsonb_build_object('approvalNo', a.approval_no, 'reason', a.reason, 'maker', m.display_name,
           'checkers', (SELECT jsonb_agg(c.display_name ORDER BY s.id) FROM approval_decisions s JOIN users c ON c.id = s.checker_id
                        WHERE s.approval_id = a.id AND s.verdict = 'APPROVE')) END AS exception
  FROM day_close_reports r LEFT JOIN users u ON u.id = r.checked_by
  LEFT JOIN closed_days d ON d.accounting_on = r.accounting_on AND d.command_id = r.command_id
  LEFT JOIN approvals a ON a.id = r.approval_id LEFT JOIN users m ON m.id = a.maker_id
  WHERE r.accounting_on = $1 ORDER BY r.attempt DESC`;
const REOPENED = `
  SELECT e.at, u.display_name AS by, e.detail ->> 'reason' AS reason, a.approval_no AS "approvalNo"
  FROM day_closings c JOIN audit_events e ON e.object_type = 'day' AND e.object_no = to_char(c.closed_through + 1, 'YYYY-MM-DD')
    AND e.action = 'day.reopened' AND e.command_id = c.command_id
  LEFT JOIN approvals a ON a.command_id = c.command_id AND a.act = 'DAY_REOPEN' LEFT JOIN users u ON u.id = coalesce(a.maker_id, e.actor_id)
  WHERE $1::date > c.closed_through AND $1::date <= c.was_through ORDER BY c.id DESC`;

/**
 * An accounting day's checklist: as it is now while the day is open, as it was found at the closing once it is closed, and
 * every attempt before. Null for somebody who sees some merchants only, and for a day that the book does not have.
 */
export async function getDayClose(actor: Actor, day: string, now: Date): Promise<DayCloseDto | null> {
  if (actor.scope !== null) return null;
  const facts = await readDayFacts(reader);
  const today = accountingDayOf(now);
  if (facts.firstDay === null || day < facts.firstDay || day > today) return null;
  const isClosed = day <= facts.closedThrough;
  const [reports, reopened, waiting] = await Promise.all([listReports(day), listReopened(day), findWaiting(day)]);
  const report = isClosed ? (reports.find((one) => one.outcome !== "REFUSED" && !one.isUndone) ?? null) : null;
  const findings = isClosed ? [] : await findDayState(reader, day, now);
  const next = nextDayToClose(facts);
  return {
    day,
    today,
    state: isClosed ? (report?.exception ? "CLOSED_WITH_EXCEPTION" : "CLOSED") : openState(day, today, next, findings),
    next,
    checklist: report?.checklist ?? toChecklistDto(findings),
    report,
    reports,
    reopened,
    waitingNo: waiting?.approvalNo ?? null,
    waitingAct: waiting?.act ?? null,
  };
}

function openState(day: string, today: string, next: string | null, findings: readonly CloseFinding[]) {
  if (day >= today) return "RUNNING";
  if (next !== null && day > next) return "NOT_NEXT";
  return stateOfOpenDay(findings);
}

async function listReports(day: string): Promise<DayReportDto[]> {
  const rows = await reader.query<ReportRow>(REPORTS, [day]);
  return rows.map(({ findings, ...row }) => ({
    ...row,
    checklist: toChecklistDto(storedFindings.parse(findings)),
    checkedAt: row.checkedAt.toISOString(),
  }));
}

async function listReopened(day: string): Promise<DayReopenedDto[]> {
  const rows = await reader.query<ReopenedRow>(REOPENED, [day]);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

async function findWaiting(day: string): Promise<Waiting | null> {
  const [row] = await reader.query<Waiting>(
    `SELECT approval_no AS "approvalNo", act FROM approvals WHERE object_type = 'day' AND object_no = $1 AND status = 'PENDING'`,
    [day],
  );
  return row ?? null;
}
