import "server-only";
import type { UnclearedDaysDto } from "@/contracts/clearing-views";
import { addDays, daysBetween } from "@/core/calendar/settlement-day";
import { reader } from "@/server/transact";

/** More are said in a number: a desk that begins late clears many days as one. */
const SHOWN = 10;

/** The days before `today` that no batch has cleared; null while there was never an order. */
export async function listUnclearedDays(today: string): Promise<UnclearedDaysDto | null> {
  const [row] = await reader.query<{ first: string | null }>(
    `SELECT coalesce((SELECT max(accounting_on) + 1 FROM clearing_batches),
                     (SELECT min(ordered_on) FROM orders WHERE booked_by IS NOT NULL)) AS first`,
  );
  if (!row?.first) return null;
  const { first } = row;
  const count = Math.max(daysBetween(first, today), 0);
  const days = Array.from({ length: Math.min(count, SHOWN) }, (_, index) => addDays(first, index));
  return { days, more: count - days.length, through: addDays(today, -1) };
}
