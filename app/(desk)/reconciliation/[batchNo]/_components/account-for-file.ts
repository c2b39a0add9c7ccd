import type { BatchDto, ResultGroupDto } from "@/contracts/reconciliation-views";

export type FileRow = {
  readonly key: "matched" | "waiting" | "broken" | "confirming";
  readonly group: "matched" | "waiting" | "broken";
  readonly count: number;
  readonly amountMinor: bigint;
};
export type FileAccount = {
  readonly rows: readonly FileRow[];
  readonly total: { readonly count: number; readonly amountMinor: bigint };
  /** Lines and money of the rows together are those of the file. */
  readonly isComplete: boolean;
  /** Breaks of this batch that no line of its file is part of: what came due without one, or waited from before. */
  readonly brokenOurs: number;
};

/** Adds the batch's results up against its file: the two are counted from different tables. */
export function accountForFile({ groups, confirming, statement }: BatchDto): FileAccount {
  const own = groups.filter((group) => group.fromFile);
  const rows: FileRow[] = [
    { key: "matched", group: "matched", ...sum(own.filter(isMatched)) },
    { key: "waiting", group: "waiting", ...sum(own.filter(isWaiting)) },
    { key: "broken", group: "broken", ...sum(own.filter(isBroken)) },
  ];
  if (confirming.count > 0) {
    const amountMinor = BigInt(confirming.channelMinor);
    rows.push({ key: "confirming", group: "broken", count: confirming.count, amountMinor });
  }
  const total = {
    count: rows.reduce((count, row) => count + row.count, 0),
    amountMinor: rows.reduce((minor, row) => minor + row.amountMinor, 0n),
  };
  return {
    rows,
    total,
    isComplete: total.count === statement.lines && total.amountMinor === BigInt(statement.netMinor),
    brokenOurs: sum(groups.filter((group) => !group.fromFile && isBroken(group))).count,
  };
}

function sum(groups: readonly ResultGroupDto[]): { count: number; amountMinor: bigint } {
  return {
    count: groups.reduce((count, group) => count + group.count, 0),
    amountMinor: groups.reduce((minor, group) => minor + BigInt(group.channelMinor), 0n),
  };
}

function isMatched(group: ResultGroupDto): boolean {
  return group.outcome === "MATCHED";
}

function isWaiting(group: ResultGroupDto): boolean {
  return group.outcome === "BUFFERED_CHANNEL" || group.outcome === "BUFFERED_OURS";
}

function isBroken(group: ResultGroupDto): boolean {
  return !isMatched(group) && !isWaiting(group);
}
