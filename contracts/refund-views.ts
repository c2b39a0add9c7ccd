import { z } from "zod";
import type { RefundOrigin, RefundStatus } from "@/core/orders/order";
import { REFUND_ROUTES, type RefundRoute, type RouteReason } from "@/core/refunds/route";
import type { AskingRuleDto } from "./approval-policy";
import type { AttemptDto } from "./attempt-views";
import type { OrderLegDto, StoryEventDto, StoryVoucherDto } from "./order-views";
import type { ItemApprovalDto, NamedDto, TAccountDto } from "./suspense-views";
import { dayWire } from "./wire";

export const REFUND_STATES = [
  "REQUESTED",
  "ACCEPTED",
  "UNKNOWN",
  "SUCCEEDED",
  "FAILED",
  "REFUSED",
] as const satisfies readonly RefundStatus[];

/** `q`: a whole number of any kind: the refund's, its order's, or the channel's. `on`: the day on which it came to be. */
export const refundFilters = z.strictObject({
  q: z.string().trim().max(64).optional(),
  status: z.enum(REFUND_STATES).optional(),
  route: z.enum(REFUND_ROUTES).optional(),
  channel: z.string().max(32).optional(),
  merchant: z.string().trim().max(32).optional(),
  on: dayWire.optional(),
  /** Only those of which nobody knows what became. */
  doubt: z.enum(["1"]).optional(),
});
export type RefundFilters = z.output<typeof refundFilters>;

export type RefundRowDto = {
  readonly refundNo: string;
  readonly orderNo: string | null;
  readonly merchant: NamedDto | null;
  /** Null: paid by coupons alone. */
  readonly channel: NamedDto | null;
  readonly status: RefundStatus;
  readonly origin: RefundOrigin;
  readonly route: RefundRoute | null;
  readonly asset: string;
  readonly amountMinor: string;
  readonly channelMinor: string;
  readonly receivedAt: string;
  readonly succeededAt: string | null;
};
/** A posted voucher as bookkeepers draw it. */
export type DrawnVoucherDto = { readonly voucher: StoryVoucherDto; readonly accounts: readonly TAccountDto[] };
/**
 * What of our fee goes back with it: by the merchant's policy, with the clearing of the day on which it succeeded. `cleared` null:
 * no batch has it yet.
 */
export type RefundFeeDto = {
  readonly isReturned: boolean;
  readonly cleared: { readonly batchNo: string; readonly accountingOn: string; readonly returnedMinor: string } | null;
};
export type RefundDetailDto = RefundRowDto & {
  readonly reason: string;
  readonly requestedBy: string | null;
  readonly channelRefundNo: string | null;
  readonly expectedOn: string | null;
  readonly approvalNo: string | null;
  /** Masked; whole on the request alone. */
  readonly payee: { readonly holder: string; readonly bank: string; readonly accountNo: string } | null;
  readonly parts: readonly (Pick<OrderLegDto, "legNo" | "kind" | "funder"> & { readonly amountMinor: string })[];
  readonly request: ItemApprovalDto | null;
  readonly attempts: readonly AttemptDto[];
  readonly fee: RefundFeeDto | null;
  readonly timeline: readonly StoryEventDto[];
  /** Null: not for the reader's roles. */
  readonly vouchers: readonly DrawnVoucherDto[] | null;
};

/** What a refund of so much would be: the split, the route with its reason, and who would have to check it. */
export type RefundPreviewDto = {
  readonly asset: string;
  readonly route: RefundRoute;
  readonly routes: readonly RefundRoute[];
  readonly reason: RouteReason;
  readonly windowDays: number | null;
  readonly channelName: string | null;
  readonly parts: readonly {
    readonly kind: "CHANNEL" | "MARKETING";
    readonly funder: "MERCHANT" | "PLATFORM" | null;
    readonly leftMinor: string;
    readonly amountMinor: string;
  }[];
  readonly rule: AskingRuleDto;
};
