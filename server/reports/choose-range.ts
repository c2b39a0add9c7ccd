import "server-only";
import { daysBetween } from "@/core/calendar/settlement-day";
import { REPORT_DAYS } from "@/core/reports/report-days";

/** The days of a report as asked for, with this month's for what is left out, or for all where they do not fit (`isAsked` false). */
export function chooseRange(
  asked: { readonly from?: string | undefined; readonly to?: string | undefined },
  today: string,
): { from: string; to: string; isAsked: boolean } {
  const to = asked.to ?? today;
  const from = asked.from ?? `${to.slice(0, 7)}-01`;
  if (from <= to && daysBetween(from, to) < REPORT_DAYS) return { from, to, isAsked: true };
  return { from: `${today.slice(0, 7)}-01`, to: today, isAsked: false };
}
