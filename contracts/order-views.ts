import { z } from "zod";
import type { RefundOrigin, RefundStatus } from "@/core/orders/order";
import type { RefundRoute } from "@/core/refunds/route";
import type { AttemptDto } from "./attempt-views";
import { ORDER_STATUSES, type OrderStatus } from "./orders";
import { dayWire, type MoneyDto } from "./wire";

/** Filters of the orders' list. `no` is a whole number of any kind: the order's, the channel's, or a refund's. */
export const orderFilters = z.strictObject({
  no: z.string().trim().max(64).optional(),
  status: z.enum(ORDER_STATUSES).optional(),
  channel: z.string().max(32).optional(),
  merchant: z.string().trim().max(32).optional(),
  from: dayWire.optional(),
  to: dayWire.optional(),
});
export type OrderFilters = z.output<typeof orderFilters>;

export type OrderRowDto = {
  readonly orderNo: string;
  readonly orderedOn: string;
  readonly paidAt: string | null;
  readonly merchantNo: string;
  readonly merchantName: string;
  /** Null: paid by coupons alone. */
  readonly channel: string | null;
  readonly channelTradeNo: string | null;
  readonly status: OrderStatus;
  readonly asset: string;
  readonly dueMinor: string;
  /** What the payer paid in money. */
  readonly paidMinor: string;
  readonly refundedMinor: string;
  readonly openItems: number;
};

export type OrderDto = {
  readonly orderNo: string;
  readonly orderedOn: string;
  readonly receivedAt: string;
  readonly paidAt: string | null;
  readonly expectedOn: string | null;
  readonly merchantNo: string;
  readonly merchantName: string;
  readonly isTest: boolean;
  readonly channel: string | null;
  readonly channelName: string | null;
  readonly channelTradeNo: string | null;
  readonly status: OrderStatus;
  readonly seenStatuses: readonly string[];
  readonly bookedBy: "ARRIVAL" | "SUSPENSE" | null;
  readonly captureReversedAt: string | null;
  /** Masked. */
  readonly payer: string | null;
  readonly asset: string;
  readonly dueMinor: string;
  readonly paidMinor: string;
};

export type OrderLegDto = {
  readonly legNo: number;
  readonly kind: "CHANNEL" | "MARKETING";
  readonly funder: "MERCHANT" | "PLATFORM" | null;
  readonly campaign: string | null;
  readonly paidMinor: string;
  /** Of refunds that wait for their checker, too. */
  readonly refundedMinor: string;
  /** Held by disputes that are open or lost. */
  readonly disputedMinor: string;
};

/** What a payer disputes with the channel. */
export type DisputeDto = {
  readonly disputeNo: string;
  readonly channelCaseNo: string | null;
  readonly amountMinor: string;
  readonly asset: string;
  readonly status: "OPEN" | "WON" | "LOST";
  readonly reason: string;
  readonly notedBy: string | null;
  readonly notedAt: string;
  readonly closedAt: string | null;
  readonly closeReason: string | null;
};

export type RefundDto = {
  readonly refundNo: string;
  readonly orderNo: string | null;
  readonly status: RefundStatus;
  readonly origin: RefundOrigin;
  /** Null: nobody here chose one. */
  readonly route: RefundRoute | null;
  readonly reason: string;
  /** Null: an order system's own, which nobody here asked for. */
  readonly requestedAt: string | null;
  readonly requestedBy: string | null;
  readonly approvalNo: string | null;
  /** When its request ended, one way or the other. */
  readonly closedAt: string | null;
  readonly attempts: readonly AttemptDto[];
  readonly asset: string;
  readonly amountMinor: string;
  readonly channelMinor: string;
  /** By leg, in the order of the legs. */
  readonly parts: readonly string[];
  readonly channelRefundNo: string | null;
  readonly receivedAt: string;
  readonly succeededAt: string | null;
};

export type StoryLineDto = {
  readonly channel: string;
  readonly channelName: string;
  readonly statementNo: string;
  readonly fileName: string;
  readonly settlesOn: string;
  readonly version: number;
  /** A corrected statement took this one's place. */
  readonly isSuperseded: boolean;
  readonly importedAt: string;
  readonly lineNo: string;
  readonly itemKind: "PAYMENT" | "REFUND";
  readonly status: "SUCCEEDED" | "PROCESSING" | "FAILED";
  readonly channelTradeNo: string | null;
  readonly channelRefundNo: string | null;
  readonly refundNo: string | null;
  /** Signed: what the channel owes us for it. */
  readonly signedMinor: string;
  readonly feeMinor: string;
  readonly asset: string;
  readonly occurredAt: string;
  /** The line as the file has it; payer data masked. */
  readonly raw: string;
};

export type StoryResultDto = {
  readonly id: string;
  readonly batchNo: string;
  readonly batchOn: string;
  readonly runAt: string;
  readonly channel: string;
  readonly itemKind: "PAYMENT" | "REFUND";
  readonly outcome: string;
  readonly oursMinor: string;
  readonly channelMinor: string;
  readonly deltaMinor: string;
  readonly feeDeltaMinor: string;
  /** Of our side; the channel's, and so the difference's, may be another. */
  readonly oursAsset: string;
  readonly asset: string;
  readonly refundNo: string | null;
  /** A later result of a current batch has not taken its place. */
  readonly isCurrent: boolean;
};

export type StoryItemDto = {
  readonly itemNo: string;
  readonly kind: string;
  readonly itemKind: "PAYMENT" | "REFUND";
  readonly direction: "LONG" | "SHORT";
  readonly status: string;
  readonly isOpen: boolean;
  readonly amountMinor: string;
  readonly asset: string;
  readonly openedOn: string;
  readonly createdAt: string;
  readonly openedVoucherNo: string;
  readonly assignee: string | null;
  readonly resolution: string | null;
  readonly resolvedAt: string | null;
  readonly resolvedVoucherNo: string | null;
  readonly comments: readonly { readonly at: string; readonly author: string; readonly body: string }[];
};

export type StoryApprovalDto = {
  readonly approvalNo: string;
  readonly objectNo: string;
  readonly status: string;
  readonly amountMinor: string;
  readonly asset: string;
  readonly reason: string;
  readonly maker: string;
  readonly createdAt: string;
  readonly closedAt: string | null;
  readonly decisions: readonly {
    readonly checker: string;
    readonly asRole: string;
    readonly verdict: "APPROVE" | "REJECT";
    readonly note: string;
    readonly at: string;
  }[];
};

export type StoryVoucherDto = {
  readonly voucherNo: string;
  readonly event: string;
  readonly accountingOn: string;
  readonly occurredAt: string;
  readonly createdAt: string;
  readonly objectType: string;
  readonly objectNo: string;
  readonly reversesVoucherNo: string | null;
  readonly entries: readonly {
    readonly lineNo: number;
    readonly accountNo: string;
    readonly glCode: string;
    readonly side: "DEBIT" | "CREDIT";
    readonly amountMinor: string;
    readonly asset: string;
  }[];
};

/** Kinds of a story's events; each has its sentence in `orders.story`. */
export const STORY_EVENTS = [
  "ordered",
  "paid",
  "paidByCoupons",
  "listed",
  "compared",
  "refundAsked",
  "refundRefused",
  "refundSent",
  "refundAnswered",
  "refundAccepted",
  "refundSucceeded",
  "refundFailed",
  "refundUnknown",
  "itemOpened",
  "itemResolved",
  "itemExplained",
  "commented",
  "approvalAsked",
  "approvalGranted",
  "approvalRejected",
  "voucherPosted",
] as const;
export type StoryEvent = (typeof STORY_EVENTS)[number];

export type StoryEventDto = {
  readonly key: string;
  readonly event: StoryEvent;
  /** Null where only the day is known. */
  readonly at: string | null;
  readonly on: string | null;
  readonly tone: "neutral" | "info" | "success" | "warning" | "danger";
  /** What the sentence is filled with: numbers and codes, never words. */
  readonly values: Readonly<Record<string, string>>;
  readonly amount: MoneyDto | null;
  readonly by: string | null;
  readonly note: string | null;
  readonly voucherNo: string | null;
};

/** Null parts are those that the reader's roles do not show. */
export type OrderStoryDto = {
  readonly askedNo: string;
  /** Null: the channel lists the number, and we have no order under it. */
  readonly order: OrderDto | null;
  readonly legs: readonly OrderLegDto[];
  /** What nobody has refunded and nothing disputes: all of it, and the money in it. Null without an order. */
  readonly left: { readonly allMinor: string; readonly cashMinor: string } | null;
  readonly refunds: readonly RefundDto[];
  readonly lines: readonly StoryLineDto[] | null;
  readonly results: readonly StoryResultDto[] | null;
  readonly items: readonly StoryItemDto[] | null;
  readonly approvals: readonly StoryApprovalDto[] | null;
  readonly vouchers: readonly StoryVoucherDto[] | null;
  readonly timeline: readonly StoryEventDto[];
  readonly answer: readonly { readonly code: string; readonly refundNo: string | null }[];
};
