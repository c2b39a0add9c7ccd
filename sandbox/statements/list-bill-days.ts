import type pg from "pg";
import type { SandboxChannel } from "../channel";

export type BillDay = { readonly channel: string; readonly day: string; readonly lines: number };

const LOOKED_BACK_DAYS = 7;
const DAY_MS = 86_400_000;

/** The days of the last week for which a channel has a statement, the newest first. */
export async function listBillDays(
  db: pg.Pool,
  channels: Iterable<SandboxChannel>,
  now: Date,
): Promise<readonly BillDay[]> {
  const since = new Date(now.getTime() - LOOKED_BACK_DAYS * DAY_MS);
  const found = await Promise.all(
    [...channels].map(async ({ code, cutoffHour }) => {
      // A day that begins the evening before is named after the one that it runs into.
      const hoursEarly = cutoffHour === 0 ? 0 : 24 - cutoffHour;
      const { rows } = await db.query<{ day: Date; lines: number }>(
        `SELECT date_trunc('day', at + ($4 + 8) * interval '1 hour', 'UTC') AS day, count(*)::integer AS lines FROM (
           SELECT paid_at AS at FROM orders WHERE channel = $1 AND NOT is_adopted AND paid_at BETWEEN $2 AND $3
           UNION ALL
           SELECT settles_at FROM intentions WHERE channel = $1 AND operation = 'REFUND' AND outcome = 'SUCCEEDED'
              AND settles_at BETWEEN $2 AND $3) AS lines
          GROUP BY 1 ORDER BY 1 DESC`,
        [code, since, now, hoursEarly],
      );
      return rows.map(({ day, lines }) => ({ channel: code, day: day.toISOString().slice(0, 10), lines }));
    }),
  );
  return found.flat().sort((left, right) => right.day.localeCompare(left.day));
}
