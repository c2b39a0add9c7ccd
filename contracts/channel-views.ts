/** A channel's settings as they are now; `version` guards a change of them. */
export type ChannelDto = {
  readonly code: string;
  readonly name: string;
  readonly format: string;
  readonly timezone: string;
  readonly cutoff: string;
  readonly statementLagDays: number;
  readonly bufferDays: number;
  readonly refundWindowDays: number;
  readonly settles: "NET" | "GROSS";
  readonly remitLagDays: number;
  readonly costBps: number | null;
  readonly capMinor: string | null;
  readonly bankAccount: string;
  readonly keyedBy: "ORDER_NO" | "CHANNEL_NO";
  readonly repeats: "SURPLUS" | "SUM";
  readonly comparesFee: boolean;
  readonly feeToleranceMinor: string;
  readonly version: number;
  readonly lastStatementOn: string | null;
  readonly lastBatchOn: string | null;
};

export type ChannelAccountDto = {
  readonly accountNo: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly asset: string;
  readonly postedMinor: string;
};
