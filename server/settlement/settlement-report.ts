import "server-only";
import { invariant } from "@/core/result";
import type { DbReader } from "@/server/transact";

/** Sums of one asset in minor units, as strings of digits: gross − refunds − fees − shares ± the rest = net. */
export type SettlementTotals = {
  asset: string;
  grossMinor: string;
  refundMinor: string;
  feeMinor: string;
  netMinor: string;
  settledMinor: string;
  heldMinor: string;
  carriedMinor: string;
};
export type SettlementReport = SettlementTotals & {
  batchNo: string;
  date: string;
  merchants: number;
  settlements: number;
  otherAssets: SettlementTotals[];
  contentHash: string;
  existed: boolean;
};
type TotalsRow = { asset: string } & Record<
  "gross" | "refund" | "fee" | "net" | "settled" | "held" | "carried",
  bigint
>;

/** What a batch of settlements came to. */
export async function toSettlementReport(db: DbReader, id: bigint, existed: boolean): Promise<SettlementReport> {
  const [batch] = await db.query<{ no: string; day: string; settlements: bigint; hash: string; merchants: bigint }>(
    `SELECT batch_no AS no, settled_on AS day, settlement_count AS settlements, content_hash AS hash,
            (SELECT count(DISTINCT merchant_id) FROM settlements WHERE batch_id = b.id) AS merchants
     FROM settlement_batches b WHERE id = $1`,
    [id],
  );
  invariant(batch, "the batch is there");
  const rows = await db.query<TotalsRow>(
    `SELECT asset, sum(captured_minor)::bigint AS gross, sum(refunded_minor)::bigint AS refund, sum(fee_minor)::bigint AS fee,
            sum(captured_minor - refunded_minor - fee_minor - share_minor + received_minor + adjustment_minor)::bigint AS net,
            sum(settled_minor)::bigint AS settled, sum(held_minor)::bigint AS held, sum(carried_minor)::bigint AS carried
     FROM settlements WHERE batch_id = $1 GROUP BY asset ORDER BY asset <> 'CNY', asset`,
    [id],
  );
  const [main, ...others] = rows.map(toTotals);
  const nothing = { gross: 0n, refund: 0n, fee: 0n, net: 0n, settled: 0n, held: 0n, carried: 0n };
  return {
    batchNo: batch.no,
    date: batch.day,
    merchants: Number(batch.merchants),
    settlements: Number(batch.settlements),
    ...(main ?? toTotals({ asset: "CNY", ...nothing })),
    otherAssets: others,
    contentHash: batch.hash,
    existed,
  };
}

function toTotals(row: TotalsRow): SettlementTotals {
  return {
    asset: row.asset,
    grossMinor: `${row.gross}`,
    refundMinor: `${row.refund}`,
    feeMinor: `${row.fee}`,
    netMinor: `${row.net}`,
    settledMinor: `${row.settled}`,
    heldMinor: `${row.held}`,
    carriedMinor: `${row.carried}`,
  };
}
