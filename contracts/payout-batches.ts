import { z } from "zod";
import type { SecondLook } from "@/core/payouts/decide-payout";
import type { ActionRefusal } from "./action-result";
import { businessNoWire, commandIdWire } from "./wire";

export const PAYOUT_BATCH_STATUSES = ["CHECKED", "RUNNING", "DONE", "CANCELLED"] as const;
export type PayoutBatchStatus = (typeof PAYOUT_BATCH_STATUSES)[number];
export const PAYOUT_ROW_STATES = ["READY", "BLOCKED", "ACCEPTED", "REQUESTED", "REFUSED", "SKIPPED"] as const;
export type PayoutRowState = (typeof PAYOUT_ROW_STATES)[number];

/** Which file is confirmed or dropped: what is in it, the server knows, and it does not change. */
export const payoutBatchInput = z.strictObject({ commandId: commandIdWire, batchNo: businessNoWire });
export type PayoutBatchInput = z.output<typeof payoutBatchInput>;
export const payoutBatchRowFilters = z.object({
  batch: z.string().max(32).default(""),
  state: z.enum(PAYOUT_ROW_STATES).optional(),
});
export type PayoutBatchRowFilters = z.output<typeof payoutBatchRowFilters>;

export type PayoutBatchDto = {
  readonly batchNo: string;
  readonly fileName: string;
  readonly status: PayoutBatchStatus;
  readonly rowCount: number;
  readonly by: string;
  readonly isOwn: boolean;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  /** What its rows have become, with their sums per asset. */
  readonly counts: readonly {
    readonly state: PayoutRowState;
    readonly count: number;
    readonly sums: readonly { readonly asset: string; readonly amountMinor: string }[];
  }[];
  /** Another file of the very same bytes that was confirmed before. */
  readonly twinNo: string | null;
};
export type PayoutBatchRowDto = {
  readonly rowNo: number;
  readonly sheetRow: number;
  readonly merchantNo: string;
  readonly asset: string;
  readonly amountMinor: string | null;
  readonly amountText: string;
  readonly clientRef: string;
  readonly state: PayoutRowState;
  readonly looks: readonly SecondLook[];
  readonly refusal: ActionRefusal | null;
  readonly payoutNo: string | null;
};
