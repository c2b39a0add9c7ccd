import "server-only";
import { randomUUID } from "node:crypto";
import { accountingDayOf, addDays } from "@/core/calendar/settlement-day";
import type { Json } from "@/core/json";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { getClock } from "@/server/clock";
import { runClearing } from "@/server/commands/run-clearing";

/**
 * The worker's nightly clearing of the day that has ended, with all that is left of the days before it. What stands in
 * its way fails the job with the sentence that a person would read; the next night, or a person, clears it all.
 */
export async function clearByClock(): Promise<Json> {
  const now = getClock().now();
  const date = addDays(accountingDayOf(now), -1);
  const result = await runClearing({ actor: SYSTEM_ACTOR, commandId: randomUUID(), now }, { date });
  if (!result.ok) throw new Error(result.refusal.message);
  const { batchNo, merchants, items, carried, existed } = result.value;
  return { batchNo, date, merchants, items, carried, existed };
}
