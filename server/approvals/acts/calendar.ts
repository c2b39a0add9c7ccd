import "server-only";
import type { FieldChangeDto, FieldValueDto } from "@/contracts/approval-views";
import { type CalendarPayload, calendarPayload } from "@/contracts/calendar";
import type { CalendarDay, DayKind } from "@/core/calendar/business-calendar";
import { compareYears, sayDays } from "@/core/calendar/calendar-year";
import { accept } from "@/core/result";
import { defineAct } from "@/server/approvals/act";
import { appendAudit } from "@/server/audit/append-audit";
import { getCalendarVersion, insertCalendarVersion } from "@/server/store/calendars";
import type { DbReader } from "@/server/transact";

/** A year's holidays and make-up workdays of a calendar: what falls due when hangs on it, so one enters it and another compares. */
export const calendar = defineAct({
  name: "CALENDAR",
  proposedWith: "calendar.propose",
  payload: calendarPayload,
  object: (payload) => ({ type: "calendar", no: payload.calendar }),
  async weigh() {
    return { ruledAct: "CALENDAR", amount: null, payee: null, merchantId: null, editorIds: [] };
  },
  async observe(db, payload) {
    const version = await getCalendarVersion(db, payload.calendar);
    return accept([{ type: "calendar", no: payload.calendar, version, facts: null }]);
  },
  async execute(tx, { calendar: code, baseVersion, year, days }, { id, approvalNo, makerId, reason }) {
    const version = baseVersion + 1;
    await insertCalendarVersion(tx, { calendar: code, version, year, days, reason, approved: { id, makerId } });
    const detail = { version, year, approvalNo };
    await appendAudit(tx, { action: "calendar.approved", objectType: "calendar", objectNo: code, detail });
    return accept({ voucherNo: null });
  },
  describe: describeYear,
});

/** The days that go and those that come, as they are compared with the notice. */
async function describeYear(_db: DbReader, { calendar: code, year, before, days }: CalendarPayload) {
  const { comes, goes } = compareYears(before, days);
  const changes: FieldChangeDto[] = [
    { field: "holidays", before: sayKind(goes, "HOLIDAY"), after: sayKind(comes, "HOLIDAY") },
    { field: "workdays", before: sayKind(goes, "WORKDAY"), after: sayKind(comes, "WORKDAY") },
  ];
  return {
    subject: { kind: "message", key: "calendar.subject", values: { calendar: code, year: `${year}` } } as const,
    changes,
  };
}

function sayKind(days: readonly CalendarDay[], kind: DayKind): FieldValueDto | null {
  const ofKind = days.filter((day) => day.kind === kind);
  return ofKind.length === 0 ? null : { kind: "text", text: sayDays(ofKind) };
}
