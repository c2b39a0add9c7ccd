import "server-only";
import type { CloseFinding } from "@/core/day-close/findings";
import { judgeBooks, stateOpen } from "@/core/day-close/judge-books";
import { judgeWork } from "@/core/day-close/judge-work";
import type { DbReader } from "@/server/transact";
import { readBookFacts } from "./read-book-facts";
import { readOpenFacts } from "./read-control-facts";
import { readWorkFacts } from "./read-work-facts";

/** The whole checklist of a day as it is now, line after line. */
export async function findDayState(db: DbReader, day: string, now: Date): Promise<CloseFinding[]> {
  const work = judgeWork(await readWorkFacts(db, day, now));
  const books = judgeBooks(day, await readBookFacts(db, day));
  const open = stateOpen(await readOpenFacts(db));
  return [...work, ...books, ...open];
}
