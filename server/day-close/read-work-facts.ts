import "server-only";
import type { ChannelFacts, ClearingFacts, Sides, WorkFacts } from "@/core/day-close/day-facts";
import { type DeliveryState, decideDelivery, deliveryDueOn } from "@/core/statements/decide-delivery";
import { termsOf } from "@/server/queries/channel-days";
import { type CellRaw, listCells } from "@/server/queries/get-board";
import type { DbReader } from "@/server/transact";
import { readSettlementFacts } from "./read-settlement-facts";

const DELIVERED: Readonly<Record<DeliveryState, ChannelFacts["delivery"]>> = {
  RECEIVED: "ARRIVED",
  WAIVED: "WAIVED",
  NOT_DUE: "AWAITED",
  DUE: "AWAITED",
  LATE: "LATE",
};

/** What people and jobs have done for the day: statements of the day itself, whenever they are due, batches, clearing and settlement. */
export async function readWorkFacts(db: DbReader, day: string, now: Date): Promise<WorkFacts> {
  const cells = await listCells(now, { first: day, last: day, channel: null }, db);
  const channels = cells.map(({ raw, cell }): ChannelFacts => {
    const facts = { on: day, isReceived: raw.statement_no !== null, isWaived: raw.is_waived, isExpected: true };
    return {
      channel: raw.code,
      delivery: raw.is_expected ? DELIVERED[decideDelivery(facts, termsOf(raw), now)] : "NOT_EXPECTED",
      dueOn: deliveryDueOn(day, termsOf(raw)),
      statementNo: raw.statement_no,
      batch: batchOf(raw),
      batchNo: raw.batch_no,
      breaks: cell.broken.count,
    };
  });
  return { channels, clearing: await readClearing(db, day), settlement: await readSettlementFacts(db, day) };
}

function batchOf(raw: CellRaw): ChannelFacts["batch"] {
  if (raw.is_running) return "RUNNING";
  if (raw.statement_no === null) return null;
  if (raw.batch_no === null) return "MISSING";
  if (!raw.is_of_newest) return "OUTDATED";
  return raw.is_balanced ? "BALANCED" : "UNBALANCED";
}

type ClearingRow = {
  batchNo: string | null;
  carried: bigint | null;
  laterBatchNo: string | null;
  moved: boolean;
};

async function readClearing(db: DbReader, day: string): Promise<ClearingFacts> {
  const [row] = await db.query<ClearingRow>(
    `SELECT b.batch_no AS "batchNo", b.carried_count AS carried,
            (SELECT batch_no FROM clearing_batches WHERE accounting_on > $1 ORDER BY accounting_on LIMIT 1) AS "laterBatchNo",
            EXISTS (SELECT 1 FROM vouchers v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = $1
                    JOIN accounts a ON a.id = e.account_id AND a.gl_code = '2202.01'
                    WHERE v.accounting_on = $1 AND v.object_type NOT IN ('clearing', 'settlement')) AS moved
     FROM (SELECT $1::date AS day) AS asked LEFT JOIN clearing_batches b ON b.accounting_on = asked.day`,
    [day],
  );
  return {
    batchNo: row?.batchNo ?? null,
    carried: row?.carried ?? 0n,
    laterBatchNo: row?.laterBatchNo ?? null,
    moved: row?.moved ?? false,
    fees: row?.batchNo ? await readFees(db, row.batchNo, day) : [],
  };
}

/** Fees as the batch has them, and as its vouchers moved them on fee income. A batch is posted on its own day or, where that is closed, later. */
function readFees(db: DbReader, batchNo: string, day: string): Promise<Sides[]> {
  return db.query<Sides>(
    `WITH cleared AS (
       SELECT l.asset, sum(l.fee_charged_minor - l.fee_returned_minor) AS minor
       FROM clearing_lines l JOIN clearing_batches b ON b.id = l.batch_id WHERE b.batch_no = $1 GROUP BY l.asset
     ), booked AS (
       SELECT e.asset, sum(e.change_minor) AS minor
       FROM vouchers v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on
       JOIN accounts a ON a.id = e.account_id AND a.gl_code = '6001'
       WHERE v.object_type = 'clearing' AND v.object_no = $1 AND v.accounting_on >= $2 GROUP BY e.asset
     )
     SELECT '6001' AS place, asset, coalesce(cleared.minor, 0)::bigint AS "leftMinor", coalesce(booked.minor, 0)::bigint AS "rightMinor"
     FROM cleared FULL JOIN booked USING (asset) ORDER BY asset <> 'CNY', asset`,
    [batchNo, day],
  );
}
