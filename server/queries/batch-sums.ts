import "server-only";
import type { BreakSumDto, CountedDto } from "@/contracts/board-views";
import type { ResultOutcome } from "@/contracts/reconciliation-views";
import { type DbReader, reader } from "@/server/transact";

/** One row of what a batch found, by outcome and asset. Minor units, signed: refunds negative. */
export type BatchSum = {
  readonly batchId: bigint;
  readonly outcome: ResultOutcome;
  readonly fromFile: boolean;
  readonly asset: string;
  readonly count: bigint;
  readonly oursMinor: bigint;
  readonly channelMinor: bigint;
  readonly feeMinor: bigint;
  readonly contractFeeMinor: bigint;
};
export type BatchBreak = {
  readonly batchId: bigint;
  readonly kind: string;
  readonly asset: string;
  readonly count: bigint;
  readonly longMinor: bigint;
  readonly shortMinor: bigint;
};

/** The sums of these batches, which are a few rows each. */
export function listBatchSums(batchIds: readonly bigint[], db: DbReader = reader): Promise<BatchSum[]> {
  return db.query<BatchSum>(
    `SELECT batch_id AS "batchId", outcome, from_file AS "fromFile", asset, count, ours_minor AS "oursMinor",
            channel_minor AS "channelMinor", fee_minor AS "feeMinor", contract_fee_minor AS "contractFeeMinor"
     FROM batch_sums WHERE batch_id = ANY ($1) ORDER BY batch_id, asset, outcome, from_file DESC`,
    [batchIds],
  );
}

/** The breaks of these batches by kind, as their runs left them. */
export function listBatchBreaks(batchIds: readonly bigint[], db: DbReader = reader): Promise<BatchBreak[]> {
  return db.query<BatchBreak>(
    `SELECT batch_id AS "batchId", kind, asset, count, long_minor AS "longMinor", short_minor AS "shortMinor"
     FROM batch_breaks WHERE batch_id = ANY ($1) ORDER BY batch_id, kind, asset`,
    [batchIds],
  );
}

export function toBreakSumDto(row: BatchBreak): BreakSumDto {
  return {
    kind: row.kind,
    asset: row.asset,
    count: Number(row.count),
    longMinor: `${row.longMinor}`,
    shortMinor: `${row.shortMinor}`,
  };
}

/** What waits, and how much money that is: both sides as sizes, since neither makes up for the other. */
export function countWaiting(sums: readonly BatchSum[]): CountedDto {
  const waiting = sums.filter(({ outcome }) => outcome === "BUFFERED_OURS" || outcome === "BUFFERED_CHANNEL");
  return counted(waiting, (sum) => sizeOf(sum.outcome === "BUFFERED_OURS" ? sum.oursMinor : sum.channelMinor));
}

/** The breaks, and how much money is unexplained: long and short as sizes. */
export function countBreaks(breaks: readonly BatchBreak[]): CountedDto {
  return counted(breaks, ({ longMinor, shortMinor }) => longMinor + shortMinor);
}

/** The lines of the batch's own statement that have a result, and their net. */
export function countLines(sums: readonly BatchSum[]): CountedDto {
  return counted(
    sums.filter(({ fromFile }) => fromFile),
    ({ channelMinor }) => channelMinor,
  );
}

export const NOTHING_COUNTED: CountedDto = { count: 0, sums: [] };

function counted<Row extends { asset: string; count: bigint }>(
  rows: readonly Row[],
  minorOf: (row: Row) => bigint,
): CountedDto {
  const byAsset = new Map<string, bigint>();
  for (const row of rows) byAsset.set(row.asset, (byAsset.get(row.asset) ?? 0n) + minorOf(row));
  return {
    count: Number(rows.reduce((sum, row) => sum + row.count, 0n)),
    sums: [...byAsset].map(([asset, minor]) => ({ asset, amountMinor: `${minor}` })),
  };
}

function sizeOf(minor: bigint): bigint {
  return minor < 0n ? -minor : minor;
}
