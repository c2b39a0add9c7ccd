"use server";

import { proposeCalendarInput } from "@/contracts/calendar";
import { defineAction } from "@/server/action";
import { proposeCalendar } from "@/server/commands/propose-calendar";

export const proposeCalendarAction = defineAction({
  input: proposeCalendarInput,
  command: proposeCalendar,
  revalidates: ["/", "/calendar", "/approvals"],
});
