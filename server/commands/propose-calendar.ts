import "server-only";
import type { ProposeCalendarInput } from "@/contracts/calendar";
import { accept, type Refusal, refuse } from "@/core/result";
import { calendar as calendarAct } from "@/server/approvals/acts/calendar";
import { proposeApproval } from "@/server/approvals/propose-approval";
import { defineCommand } from "@/server/command";
import { toStoredDays } from "@/server/store/calendars";
import { readCalendarYear } from "./read-calendar-year";

/** Asks for a year's days out of a file. What is in force goes on until somebody else has compared and signed. */
export const proposeCalendar = defineCommand<ProposeCalendarInput, { approvalNo: string }>({
  action: "calendar.propose",
  permission: "calendar.propose",
  object: ({ calendar }) => ({ type: "calendar", no: calendar }),
  toHashed: ({ calendar, year, text, baseVersion, reason }) => ({ calendar, year, text, baseVersion, reason }),
  async effect(tx, { calendar, year, text, baseVersion, reason }) {
    const read = await readCalendarYear(tx, { calendar, year, text });
    if (!read.ok) return read;
    const { version, before, days } = read.value;
    if (version !== baseVersion) return refuseChanged(calendar, version);
    const frozen = { calendar, baseVersion, year, before: toStoredDays(before), days: toStoredDays(days) };
    const proposed = await proposeApproval(tx, calendarAct.bind(frozen), reason, ({ approvalNo }) => [
      {
        action: "calendar.proposed",
        objectType: "calendar",
        objectNo: calendar,
        detail: { approvalNo, year, baseVersion, reason },
      },
    ]);
    return proposed.ok ? accept({ approvalNo: proposed.value.approvalNo }) : proposed;
  },
});

function refuseChanged(calendar: string, version: number): { ok: false; refusal: Refusal } {
  const message = `Version ${version} of the calendar ${calendar} was approved meanwhile. Look at it, then propose yours again.`;
  return refuse("calendar_changed", message, { calendar, version: `${version}` });
}
