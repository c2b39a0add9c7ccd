import "server-only";
import type { DayToCloseDto } from "@/contracts/day-close";
import { accountingDayOf, daysBetween } from "@/core/calendar/settlement-day";
import { blockingOf } from "@/core/day-close/findings";
import { judgeWork } from "@/core/day-close/judge-work";
import { nextDayToClose } from "@/core/ledger/decide-day";
import type { Actor } from "@/core/permissions/actor";
import { readWorkFacts } from "@/server/day-close/read-work-facts";
import { toFindingDto } from "@/server/day-close/to-finding-dto";
import { readDayFacts } from "@/server/store/accounting-days";
import { reader } from "@/server/transact";

/**
 * The oldest day that is over and not closed, with the work that is missing for it; null where there is none, and for
 * somebody who sees some merchants only. The books themselves are read on the day's own page.
 */
export async function findDayToClose(actor: Actor, now: Date): Promise<DayToCloseDto | null> {
  if (actor.scope !== null) return null;
  const today = accountingDayOf(now);
  const day = nextDayToClose(await readDayFacts(reader));
  if (day === null || day >= today) return null;
  const missing = blockingOf(judgeWork(await readWorkFacts(reader, day, now))).map(toFindingDto);
  return { day, days: daysBetween(day, today), missing };
}
