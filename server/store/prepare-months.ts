import "server-only";
import { reader } from "@/server/transact";

const MONTHS_AHEAD = 3;

/**
 * Opens the months to come before anything is dated into them. The first voucher of a month that nobody has opened would
 * do it, and keep everybody else out of the book until it commits.
 */
export async function prepareMonths(): Promise<number> {
  await reader.query(
    `SELECT ensure_month((date_trunc('month', now()) + make_interval(months => m))::date) FROM generate_series(0, $1::int) m`,
    [MONTHS_AHEAD],
  );
  return MONTHS_AHEAD;
}
