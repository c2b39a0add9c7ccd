import type { BatchDto, BatchSumDto } from "@/contracts/reconciliation-views";

export type FileRow = {
  readonly key: "matched" | "waiting" | "broken";
  readonly count: number;
  /** Signed minor units by asset. */
  readonly minorOf: ReadonlyMap<string, bigint>;
};
export type FileAccount = {
  readonly assets: readonly string[];
  readonly rows: readonly FileRow[];
  readonly total: FileRow["minorOf"];
  readonly totalCount: number;
  /** The file's own sums, counted when it was imported. */
  readonly file: FileRow["minorOf"];
  /** Lines and money of the rows together are those of the file, in every asset. */
  readonly isComplete: boolean;
  /** Breaks of this batch that no line of its file is part of: what came due without one, or waited from before. */
  readonly brokenOurs: number;
};

/** Adds the batch's results up against its file: the two are counted from different tables. */
export function accountForFile({ sums, statement }: BatchDto): FileAccount {
  const own = sums.filter((sum) => sum.fromFile);
  const rows = [
    toRow("matched", own.filter(isMatched)),
    toRow("waiting", own.filter(isWaiting)),
    toRow("broken", own.filter(isBroken)),
  ];
  const total = minorByAsset(own);
  const file = new Map(statement.assets.map(({ asset, netMinor }) => [asset, BigInt(netMinor)]));
  const assets = [...new Set([...file.keys(), ...total.keys()])];
  const totalCount = countOf(own);
  return {
    assets,
    rows,
    total,
    totalCount,
    file,
    isComplete:
      totalCount === statement.lines && assets.every((asset) => (total.get(asset) ?? 0n) === (file.get(asset) ?? 0n)),
    brokenOurs: countOf(sums.filter((sum) => !sum.fromFile && isBroken(sum))),
  };
}

function toRow(key: FileRow["key"], sums: readonly BatchSumDto[]): FileRow {
  return { key, count: countOf(sums), minorOf: minorByAsset(sums) };
}

function countOf(sums: readonly BatchSumDto[]): number {
  return sums.reduce((count, sum) => count + sum.count, 0);
}

function minorByAsset(sums: readonly BatchSumDto[]): Map<string, bigint> {
  const byAsset = new Map<string, bigint>();
  for (const { asset, channelMinor } of sums) byAsset.set(asset, (byAsset.get(asset) ?? 0n) + BigInt(channelMinor));
  return byAsset;
}

function isMatched({ outcome }: BatchSumDto): boolean {
  return outcome === "MATCHED";
}

function isWaiting({ outcome }: BatchSumDto): boolean {
  return outcome === "BUFFERED_CHANNEL" || outcome === "BUFFERED_OURS";
}

function isBroken(sum: BatchSumDto): boolean {
  return !isMatched(sum) && !isWaiting(sum);
}
