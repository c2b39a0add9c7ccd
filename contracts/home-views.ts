import type { ProofDto } from "./audit-views";
import type { CoverageDto } from "./position-views";
import type { BatchRowDto, BoardDto } from "./reconciliation-views";

/** Everything that the home page may show; a part is null where the person's roles do not reach it. */
export type HomeDto = {
  readonly queue: QueueDto | null;
  readonly approvals: { readonly forMe: number; readonly mine: number; readonly all: number } | null;
  readonly board: BoardDto | null;
  readonly batches: readonly BatchRowDto[] | null;
  readonly coverages: readonly CoverageDto[] | null;
  readonly proof: ProofDto | null;
  readonly orders: { readonly unknown: number; readonly refundsInDoubt: number } | null;
};

export type QueueDto = {
  readonly mine: number;
  readonly unassigned: number;
  readonly open: number;
  /** Open and older than the last band of ageing that is still normal. */
  readonly old: number;
  readonly byDirection: readonly {
    readonly direction: "LONG" | "SHORT";
    readonly asset: string;
    readonly count: number;
    readonly amountMinor: string;
  }[];
};
