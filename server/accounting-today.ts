import "server-only";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { getClock } from "@/server/clock";

/** The accounting day that it is now, for pages and routes; queries and commands are told theirs. */
export function accountingToday(): string {
  return accountingDayOf(getClock().now());
}
