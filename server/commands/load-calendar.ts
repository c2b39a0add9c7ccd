import "server-only";
import type { LoadCalendarInput } from "@/contracts/calendar";
import { accept } from "@/core/result";
import { refusePerson } from "@/server/administration/refuse-person";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { insertCalendarVersion } from "@/server/store/calendars";
import { readCalendarYear } from "./read-calendar-year";

/** Loads a year at once, as set-up on the machine does with channels and merchants; people propose it (propose-calendar.ts). */
export const loadCalendarYear = defineCommand<LoadCalendarInput, { version: number }>({
  action: "calendar.load",
  permission: "calendar.propose",
  object: ({ calendar }) => ({ type: "calendar", no: calendar }),
  toHashed: ({ calendar, year, text }) => ({ calendar, year, text }),
  async effect(tx, input) {
    if (tx.context.actor.userId !== null) return refusePerson();
    const read = await readCalendarYear(tx, input);
    if (!read.ok) return read;
    const { calendar, year } = input;
    const version = read.value.version + 1;
    const reason = "Loaded on the machine.";
    await insertCalendarVersion(tx, { calendar, version, year, days: read.value.days, reason, approved: null });
    const detail = { version, year };
    await appendAudit(tx, { action: "calendar.loaded", objectType: "calendar", objectNo: calendar, detail });
    return accept({ version });
  },
});
