import "server-only";
import type { SettlementFacts, Sides } from "@/core/day-close/day-facts";
import { dueThrough } from "@/core/settlement/due-through";
import { loadCalendar } from "@/server/store/calendars";
import type { DbReader } from "@/server/transact";

type BatchRow = { batchNo: string | null; laterBatchNo: string | null };

/** The settlement of the day, or of whom one is missing. */
export async function readSettlementFacts(db: DbReader, day: string): Promise<SettlementFacts> {
  const [row] = await db.query<BatchRow>(
    `SELECT (SELECT batch_no FROM settlement_batches WHERE settled_on = $1) AS "batchNo",
            (SELECT batch_no FROM settlement_batches WHERE settled_on > $1 ORDER BY settled_on LIMIT 1) AS "laterBatchNo"`,
    [day],
  );
  const batchNo = row?.batchNo ?? null;
  const laterBatchNo = row?.laterBatchNo ?? null;
  if (batchNo !== null)
    return { batchNo, laterBatchNo, dueMerchants: 0n, settled: await readSettled(db, batchNo, day) };
  return { batchNo, laterBatchNo, dueMerchants: laterBatchNo ? 0n : await countDue(db, day), settled: [] };
}

/**
 * Merchants with cleared days that are due by the day and that no batch has taken, by the cycles of now; null where the
 * calendar does not say what is due.
 */
async function countDue(db: DbReader, day: string): Promise<bigint | null> {
  const cycles = await db.query<{ days: number }>("SELECT DISTINCT settlement_days::int AS days FROM merchants");
  const calendar = await loadCalendar(db);
  const throughs = cycles.map(({ days }) => dueThrough(calendar, day, days));
  const isKnown = throughs.every((through) => through.ok);
  const [row] = await db.query<{ merchants: bigint }>(
    `SELECT count(*) AS merchants
     FROM merchants m JOIN unnest($1::int[], $2::date[]) AS c (days, through) ON c.days = m.settlement_days
     LEFT JOIN settlement_terms p ON p.merchant_id = m.id
       AND p.batch_id = (SELECT id FROM settlement_batches ORDER BY id DESC LIMIT 1)
     WHERE EXISTS (
       SELECT 1 FROM clearing_batches b JOIN clearing_lines l ON l.batch_id = b.id AND l.merchant_id = m.id
       WHERE b.accounting_on <= c.through AND (p.cleared_through IS NULL OR b.accounting_on > p.cleared_through))`,
    [cycles.map(({ days }) => days), throughs.map((through) => (through.ok ? through.value : day))],
  );
  const merchants = row?.merchants ?? 0n;
  // Where nothing that was cleared waits, nothing is due whatever the calendar says.
  return isKnown || merchants === 0n ? merchants : null;
}

/** What the batch settled, and what its vouchers moved to the settlement accounts. */
function readSettled(db: DbReader, batchNo: string, day: string): Promise<Sides[]> {
  return db.query<Sides>(
    `WITH own AS (
       SELECT s.settlement_no, s.asset, s.settled_minor FROM settlements s JOIN settlement_batches b ON b.id = s.batch_id
       WHERE b.batch_no = $1
     ), settled AS (
       SELECT asset, sum(settled_minor) AS minor FROM own GROUP BY asset
     ), booked AS (
       SELECT e.asset, sum(e.change_minor) AS minor
       FROM own JOIN vouchers v ON v.object_type = 'settlement' AND v.object_no = own.settlement_no AND v.event = 'merchant.settled'
       JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on
       JOIN accounts a ON a.id = e.account_id AND a.gl_code = '2202.02'
       WHERE v.accounting_on >= $2 GROUP BY e.asset
     )
     SELECT '2202.02' AS place, asset, coalesce(settled.minor, 0)::bigint AS "leftMinor", coalesce(booked.minor, 0)::bigint AS "rightMinor"
     FROM settled FULL JOIN booked USING (asset) ORDER BY asset <> 'CNY', asset`,
    [batchNo, day],
  );
}
