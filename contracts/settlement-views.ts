import { z } from "zod";
import type { PayoutStatus } from "@/core/payouts/payout";
import { type HoldBackReason, SETTLEMENT_STATUSES, type SettlementStatus } from "@/core/settlement/settlement";
import type { DrawnVoucherDto } from "./refund-views";
import type { ItemApprovalDto, NamedDto } from "./suspense-views";
import { dayWire } from "./wire";

/** `open`: still to be looked over or let go. `owing`: a negative is carried. `held`: something is held back. */
export const SETTLEMENT_VIEWS = ["open", "unpaid", "owing", "held"] as const;
export const settlementFilters = z.object({
  /** A settlement's or a batch's number, or a payout's; compared whole. */
  q: z.string().trim().max(64).optional(),
  show: z.enum(SETTLEMENT_VIEWS).optional(),
  status: z.enum(SETTLEMENT_STATUSES).optional(),
  merchant: z.string().trim().max(32).optional(),
  /** The settlement date. */
  on: dayWire.optional(),
});
export type SettlementFilters = z.output<typeof settlementFilters>;

export const holdBackFilters = z.object({
  settlement: z.string().trim().max(64).optional(),
  merchant: z.string().trim().max(32).optional(),
  order: z.string().trim().max(64).optional(),
  /** `held`: still; `released`: let go since. */
  show: z.enum(["held", "released"]).optional(),
});
export type HoldBackFilters = z.output<typeof holdBackFilters>;

export type SettlementRowDto = {
  readonly settlementNo: string;
  readonly batchNo: string;
  readonly settledOn: string;
  readonly status: SettlementStatus;
  readonly asset: string;
  readonly merchant: NamedDto;
  /** What the settlement before left: carried and held back. */
  readonly openingMinor: string;
  /** Captured − refunded − fees − shares + received ± adjustments. */
  readonly netMinor: string;
  readonly settledMinor: string;
  readonly heldMinor: string;
  readonly carriedMinor: string;
  readonly payoutNo: string | null;
  readonly paidMinor: string;
  /** Above the limit of its batch: letting it go becomes a request. */
  readonly needsRequest: boolean;
  readonly version: number;
};
/** What one settlement consists of: a cleared day at a channel; null where no channel has to do with it. */
export type SettlementPartDto = {
  readonly clearingNo: string;
  readonly clearedOn: string;
  readonly channel: NamedDto | null;
  readonly itemCount: number;
  readonly capturedMinor: string;
  readonly refundedMinor: string;
  readonly feeMinor: string;
  readonly shareMinor: string;
  readonly receivedMinor: string;
  readonly adjustmentMinor: string;
  readonly netMinor: string;
};
export type SettlementDrawDto = {
  readonly voucherNo: string;
  readonly approvalNo: string;
  readonly amountMinor: string;
  readonly takenAt: string;
};
export type SignedDto = { readonly by: string; readonly at: string };
/** Opening + captured − refunded − fee − share + received + adjustment + deposit = settled + held + carried. */
export type SettlementDetailDto = SettlementRowDto & {
  readonly capturedMinor: string;
  readonly refundedMinor: string;
  readonly feeMinor: string;
  readonly shareMinor: string;
  readonly receivedMinor: string;
  readonly adjustmentMinor: string;
  readonly depositMinor: string;
  readonly terms: { readonly cycleDays: number; readonly autoPayout: boolean; readonly minPayoutMinor: string };
  /** Of `heldMinor`: what this settlement has added, and what it has let go of earlier ones. */
  readonly newlyHeldMinor: string;
  readonly letGoMinor: string;
  readonly computedAt: string;
  readonly reviewed: SignedDto | null;
  readonly released: SignedDto | null;
  /** The executed request by which it was let go; null where one person did. */
  readonly approvalNo: string | null;
  readonly parts: readonly SettlementPartDto[];
  /** Taken from the deposit before it (counted in `depositMinor`), and for what it carries. */
  readonly draws: readonly SettlementDrawDto[];
  readonly drawsSince: readonly SettlementDrawDto[];
  readonly previousNo: string | null;
  readonly nextNo: string | null;
  readonly payout: { readonly payoutNo: string; readonly status: PayoutStatus; readonly amountMinor: string } | null;
  /** Null for who may not read the books. */
  readonly vouchers: readonly DrawnVoucherDto[] | null;
  readonly request: ItemApprovalDto | null;
  readonly may: { readonly review: boolean; readonly release: boolean; readonly pay: boolean; readonly draw: boolean };
};
export type SettlementHoldBackDto = {
  readonly key: string;
  readonly merchant: NamedDto;
  readonly channel: NamedDto | null;
  readonly kind: "CAPTURE" | "REFUND" | "REVERSAL" | "ADJUSTMENT";
  readonly objectNo: string;
  readonly orderNo: string;
  readonly asset: string;
  readonly netMinor: string;
  readonly reason: HoldBackReason;
  /** The number of the suspense item or of the dispute. */
  readonly reasonNo: string;
  readonly heldBy: string;
  readonly heldOn: string;
  readonly releasedBy: string | null;
  readonly releasedOn: string | null;
};

/** `REQUESTED`: others have to sign first. `payoutRefusal`: why no payout was asked for; the settlement is released all the same. */
export type MovedSettlementDto = {
  settlementNo: string;
  outcome: "REVIEWED" | "RELEASED" | "REQUESTED";
  approvalNo: string | null;
  payoutNo: string | null;
  payoutRefusal: string | null;
};
export type MovedSettlementsDto = {
  readonly rows: readonly {
    readonly settlementNo: string;
    readonly moved: MovedSettlementDto | null;
    readonly refusal: {
      readonly code: string;
      readonly message: string;
      readonly params: Readonly<Record<string, string>>;
    } | null;
  }[];
};
