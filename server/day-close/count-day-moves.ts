import "server-only";
import { invariant } from "@/core/result";
import type { DbReader } from "@/server/transact";

/** How often the day was closed or opened: the version of a day, by which the database compares requests about it. */
export async function countDayMoves(db: DbReader, day: string): Promise<number> {
  const [row] = await db.query<{ moves: number }>("SELECT approval_version_of_day($1) AS moves", [day]);
  invariant(row, "a function answers");
  return row.moves;
}
