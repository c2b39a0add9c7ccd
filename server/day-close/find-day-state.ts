import "server-only";
import type { CloseFinding } from "@/core/day-close/findings";
import { judgeBooks, stateOpen } from "@/core/day-close/judge-books";
import { judgeWork } from "@/core/day-close/judge-work";
import { readTogether } from "@/server/read-together";
import type { DbReader } from "@/server/transact";
import { readBookFacts } from "./read-book-facts";
import { readOpenFacts } from "./read-control-facts";
import { readWorkFacts } from "./read-work-facts";

/**
 * The whole checklist of a day at one instant, line after line: beside postings under way both sides of every figure are
 * of the same books. It looks at what is committed, on a connection of its own.
 */
export function lookAtDay(day: string, now: Date): Promise<CloseFinding[]> {
  return readTogether((db) => findDayState(db, day, now));
}

/** The same by the queries of `db`, for whoever has the book to himself. */
export async function findDayState(db: DbReader, day: string, now: Date): Promise<CloseFinding[]> {
  const work = judgeWork(await readWorkFacts(db, day, now));
  const books = judgeBooks(day, await readBookFacts(db, day));
  const open = stateOpen(await readOpenFacts(db));
  return [...work, ...books, ...open];
}
