import "server-only";
import { randomUUID } from "node:crypto";
import { accountingDayOf, addDays } from "@/core/calendar/settlement-day";
import type { Json } from "@/core/json";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { getClock } from "@/server/clock";
import { runSettlement } from "@/server/commands/run-settlement";
import { reader } from "@/server/transact";

/**
 * The worker's settlement of the day that has begun. Until the day before is cleared it fails: a date is settled once, and
 * whoever is due would wait for the next one.
 */
export async function settleByClock(): Promise<Json> {
  const now = getClock().now();
  const date = accountingDayOf(now);
  const before = addDays(date, -1);
  const [cleared] = await reader.query("SELECT 1 FROM clearing_batches WHERE accounting_on >= $1 LIMIT 1", [before]);
  if (!cleared) throw new Error(`${before} is not cleared yet. Clear it, then settle ${date}.`);
  const result = await runSettlement({ actor: SYSTEM_ACTOR, commandId: randomUUID(), now }, { date });
  if (!result.ok) throw new Error(result.refusal.message);
  const { batchNo, merchants, settledMinor, heldMinor, existed } = result.value;
  return { batchNo, date, merchants, settledMinor, heldMinor, existed };
}
