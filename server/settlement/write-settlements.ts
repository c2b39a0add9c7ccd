import "server-only";
import type { DbTransaction } from "@/server/transact";
import type { OpenBatch } from "./keep-terms";
import type { Settled } from "./settle-dues";

const FIGURES = [
  "opening",
  "captured",
  "refunded",
  "fee",
  "share",
  "received",
  "adjustment",
  "deposit",
  "settled",
  "held",
  "carried",
] as const;

const INSERT = `
  INSERT INTO settlements (batch_id, command_id, settlement_no, merchant_id, asset, ${FIGURES.map((name) => `${name}_minor`).join(", ")})
  SELECT $1, $2, s.* FROM unnest($3::text[], $4::bigint[], $5::text[], ${FIGURES.map((_, index) => `$${index + 6}::bigint[]`).join(", ")}) AS s`;

/** Writes the settlements with the cleared lines that they settle, what they hold back, and what they let go. */
export async function writeSettlements(tx: DbTransaction, batch: OpenBatch, settled: Settled): Promise<void> {
  const { settlements } = settled;
  await tx.query(INSERT, [
    batch.id,
    tx.context.commandId,
    settlements.map(({ settlementNo }) => settlementNo),
    settlements.map(({ merchantId }) => merchantId),
    settlements.map(({ asset }) => asset),
    ...FIGURES.map((name) => settlements.map((one) => one[`${name}Minor`])),
  ]);
  await tx.query(
    `INSERT INTO settlement_parts (clearing_batch_id, merchant_id, channel_id, asset, settlement_id)
     SELECT l.batch_id, l.merchant_id, l.channel_id, l.asset, s.id FROM settlement_due_lines($1) l
     JOIN settlements s ON s.batch_id = $1 AND s.merchant_id = l.merchant_id AND s.asset = l.asset`,
    [batch.id],
  );
  await writeHoldBacks(tx, batch, settled);
  await tx.query(
    `UPDATE deposit_draws d SET counted_by = s.id FROM settlements s
     WHERE d.counted_by IS NULL AND s.batch_id = $1 AND s.merchant_id = d.merchant_id AND s.asset = d.asset`,
    [batch.id],
  );
}

async function writeHoldBacks(tx: DbTransaction, batch: OpenBatch, { holdBacks, releases }: Settled): Promise<void> {
  await tx.query(
    `INSERT INTO settlement_hold_backs (merchant_id, channel_id, clearing_batch_id, net_minor, kind, object_no, order_no, asset, reason, reason_no, held_by)
     SELECT h.*, s.id
     FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
       AS h (merchant_id, channel_id, clearing_batch_id, net_minor, kind, object_no, order_no, asset, reason, reason_no)
     JOIN settlements s ON s.batch_id = $1 AND s.merchant_id = h.merchant_id AND s.asset = h.asset`,
    [
      batch.id,
      holdBacks.map((row) => row.merchantId),
      holdBacks.map((row) => row.channelId),
      holdBacks.map((row) => row.clearingBatchId),
      holdBacks.map((row) => row.netMinor),
      holdBacks.map((row) => row.kind),
      holdBacks.map((row) => row.objectNo),
      holdBacks.map((row) => row.orderNo),
      holdBacks.map((row) => row.asset),
      holdBacks.map((row) => row.reason),
      holdBacks.map((row) => row.reasonNo),
    ],
  );
  await tx.query(
    `UPDATE settlement_hold_backs h SET released_by = s.id FROM settlements s
     WHERE h.id = ANY ($2) AND s.batch_id = $1 AND s.merchant_id = h.merchant_id AND s.asset = h.asset`,
    [batch.id, releases.map(({ id }) => id)],
  );
}
