import "server-only";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import type { Json } from "@/core/json";
import { accept, invariant, type Result, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { clearItems, type OpenBatch } from "@/server/clearing/clear-items";
import { postClearing } from "@/server/clearing/post-clearing";
import { defineCommand } from "@/server/command";
import { nextDocumentNo } from "@/server/store/document-numbers";
import type { DbReader, DbTransaction } from "@/server/transact";

/** Sums of one asset in minor units, as strings of digits; `netMinor` is gross − refunds − fee ± adjustments. */
export type ClearingTotals = { [sum: string]: string };
export type ClearingReport = {
  batchNo: string;
  date: string;
  merchants: number;
  items: number;
  /** Orders and refunds that wait for the next batch: an account lacks what it would have to give. */
  carried: number;
  asset: string;
  grossMinor: string;
  refundMinor: string;
  feeMinor: string;
  costMinor: string;
  shareMinor: string;
  adjustmentMinor: string;
  netMinor: string;
  otherAssets: ClearingTotals[];
  contentHash: string;
  existed: boolean;
};

/**
 * Clears an accounting date (清分、轧差) that is over: one batch for ever, of everything captured or refunded until its
 * end that no batch has yet, with the vouchers for fees and shares. A date that was cleared answers its batch.
 */
export const runClearing = defineCommand<{ readonly date: string }, ClearingReport>({
  action: "clearing.run",
  permission: "clearing.run",
  object: ({ date }) => ({ type: "clearing", no: date }),
  toHashed: ({ date }) => ({ date }),
  seconds: 900,
  async effect(tx, { date }) {
    await tx.query("SELECT pg_advisory_xact_lock(hashtext('clearing'))");
    const known = await findBatch(tx, date);
    if (known !== null) return accept(await toReport(tx, known, true));
    const refused = await refuseDate(tx, date);
    if (refused) return refused;
    const id = await clearDate(tx, date);
    const report = await toReport(tx, id, false);
    const detail: { [key: string]: Json } = { ...report };
    await appendAudit(tx, { action: "clearing.ran", objectType: "clearing", objectNo: report.batchNo, detail });
    return accept(report);
  },
});

async function clearDate(tx: DbTransaction, date: string): Promise<bigint> {
  const batchNo = await nextDocumentNo(tx, "clearing", date);
  const [row] = await tx.query<{ id: bigint }>(
    "SELECT nextval(pg_get_serial_sequence('clearing_batches', 'id')) AS id",
  );
  invariant(row, "the sequence answers");
  const batch: OpenBatch = { id: row.id, batchNo, on: date };
  const { items, carried } = await clearItems(tx, batch);
  await postClearing(tx, batch);
  // Written last: from here on the database takes nothing more into the batch.
  await tx.query(
    `INSERT INTO clearing_batches (id, batch_no, accounting_on, item_count, carried_count, content_hash, computed_by, computed_at, command_id)
     VALUES ($1, $2, $3, $4, $5, clearing_hash($1), $6, $7, $8)`,
    [batch.id, batchNo, date, items, carried, tx.context.actor.userId, tx.context.now, tx.context.commandId],
  );
  return batch.id;
}

async function findBatch(db: DbReader, date: string): Promise<bigint | null> {
  const [row] = await db.query<{ id: bigint }>("SELECT id FROM clearing_batches WHERE accounting_on = $1", [date]);
  return row?.id ?? null;
}

async function refuseDate(tx: DbTransaction, date: string): Promise<Result<never> | null> {
  if (date >= accountingDayOf(tx.context.now)) {
    return refuse("clearing_day_not_over", `${date} is not over in Shanghai; clear it from the next day on.`, { date });
  }
  const [later] = await tx.query<{ batch_no: string; day: string }>(
    "SELECT batch_no, accounting_on AS day FROM clearing_batches WHERE accounting_on > $1 ORDER BY accounting_on LIMIT 1",
    [date],
  );
  if (later) {
    const message = `${later.day} is cleared already (${later.batch_no}) and took in what was left of ${date}; clear a later date.`;
    return refuse("later_day_cleared", message, { date, batchNo: later.batch_no });
  }
  const [unknown] = await tx.query<{ merchant_no: string; receiver: string }>(
    `SELECT m.merchant_no, s ->> 'merchantNo' AS receiver FROM merchants m, jsonb_array_elements(m.shares) AS s
     WHERE NOT EXISTS (SELECT 1 FROM merchants r WHERE r.merchant_no = s ->> 'merchantNo') ORDER BY 1, 2 LIMIT 1`,
  );
  if (!unknown) return null;
  const { merchant_no: merchantNo, receiver } = unknown;
  const message = `Merchant ${merchantNo} shares with ${receiver}, which is no merchant here. Set ${receiver} up, or take the share out of ${merchantNo}.`;
  return refuse("share_receiver_unknown", message, { merchantNo, receiver });
}

type TotalsRow = { asset: string } & Record<
  "gross" | "refund" | "fee" | "cost" | "share" | "adjustment" | "net",
  bigint
>;

async function toReport(db: DbReader, id: bigint, existed: boolean): Promise<ClearingReport> {
  const [batch] = await db.query<{
    batch_no: string;
    day: string;
    items: bigint;
    carried: bigint;
    hash: string;
    merchants: bigint;
  }>(
    `SELECT batch_no, accounting_on AS day, item_count AS items, carried_count AS carried, content_hash AS hash,
            (SELECT count(DISTINCT merchant_id) FROM clearing_lines WHERE batch_id = b.id) AS merchants
     FROM clearing_batches b WHERE id = $1`,
    [id],
  );
  invariant(batch, "the batch is there");
  const rows = await db.query<TotalsRow>(
    `SELECT asset, sum(gross_minor)::bigint AS gross, sum(refund_minor)::bigint AS refund,
            sum(fee_charged_minor - fee_returned_minor)::bigint AS fee, sum(cost_minor)::bigint AS cost,
            sum(share_minor)::bigint AS share, sum(adjustment_minor)::bigint AS adjustment, sum(net_minor)::bigint AS net
     FROM clearing_lines WHERE batch_id = $1 GROUP BY asset ORDER BY asset <> 'CNY', asset`,
    [id],
  );
  const [main, ...others] = rows.map(toTotals);
  return {
    batchNo: batch.batch_no,
    date: batch.day,
    merchants: Number(batch.merchants),
    items: Number(batch.items),
    carried: Number(batch.carried),
    ...(main ??
      toTotals({ asset: "CNY", gross: 0n, refund: 0n, fee: 0n, cost: 0n, share: 0n, adjustment: 0n, net: 0n })),
    otherAssets: others,
    contentHash: batch.hash,
    existed,
  };
}

function toTotals(row: TotalsRow) {
  return {
    asset: row.asset,
    grossMinor: `${row.gross}`,
    refundMinor: `${row.refund}`,
    feeMinor: `${row.fee}`,
    costMinor: `${row.cost}`,
    shareMinor: `${row.share}`,
    adjustmentMinor: `${row.adjustment}`,
    netMinor: `${row.net}`,
  };
}
