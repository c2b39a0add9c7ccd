import { z } from "zod";
import type { SecondLook } from "@/core/payouts/decide-payout";
import { type LateChoice, PAYOUT_STATUSES, type PayoutSource, type PayoutStatus } from "@/core/payouts/payout";
import type { AskingRuleDto } from "./approval-policy";
import type { AttemptDto } from "./attempt-views";
import type { PostingPreviewDto } from "./claim-views";
import type { DrawnVoucherDto } from "./refund-views";
import type { ItemApprovalDto, NamedDto } from "./suspense-views";
import { dayWire } from "./wire";

/**
 * `waiting`: for somebody to look at it. `transit`: neither paid nor given back. `again`: it did not arrive, and finance is asked
 * what becomes of it.
 */
export const PAYOUT_VIEWS = ["waiting", "transit", "doubt", "again"] as const;
export type PayoutView = (typeof PAYOUT_VIEWS)[number];
export const STATUSES_OF: Readonly<Record<PayoutView, readonly PayoutStatus[]>> = {
  waiting: ["REQUESTED"],
  transit: ["ACCEPTED", "IN_DOUBT", "FAILED", "BOUNCED"],
  doubt: ["IN_DOUBT"],
  again: ["FAILED", "BOUNCED"],
};
export const payoutFilters = z.object({
  /** A payout's number, the number under which it went out, or the merchant's own reference; compared whole. */
  q: z.string().trim().max(64).optional(),
  show: z.enum(PAYOUT_VIEWS).optional(),
  status: z.enum(PAYOUT_STATUSES).optional(),
  merchant: z.string().trim().max(32).optional(),
  channel: z.string().max(32).optional(),
  batch: z.string().trim().max(32).optional(),
  /** The accounting day on which it was asked for. */
  on: dayWire.optional(),
});
export type PayoutFilters = z.output<typeof payoutFilters>;

/** Where the money goes, masked. */
export type PayeeDto = {
  readonly accountRef: string;
  readonly holder: string;
  readonly bank: string;
  readonly maskedNo: string;
};
export type PayoutRowDto = {
  readonly payoutNo: string;
  readonly status: PayoutStatus;
  readonly amountMinor: string;
  readonly asset: string;
  readonly merchant: NamedDto;
  readonly channel: NamedDto;
  readonly payee: PayeeDto;
  readonly source: PayoutSource;
  readonly clientRef: string | null;
  readonly batchNo: string | null;
  readonly requestedAt: string;
  readonly finishedAt: string | null;
  readonly version: number;
};
/** What the payouts of a view come to, per asset. */
export type PayoutSumDto = {
  readonly view: PayoutView;
  readonly asset: string;
  readonly amountMinor: string;
  readonly count: number;
};

/** Something that happened to a payout: an entry of the trail, in words by its `action`. */
export type PayoutEventDto = {
  readonly key: string;
  readonly at: string;
  readonly by: string | null;
  readonly action: string;
  readonly outNo: string | null;
  readonly voucherNo: string | null;
  readonly approvalNo: string | null;
  /** What the channel or a person said about it. */
  readonly said: string;
};
/** A channel by which it could be paid; what its reserve bank has and no other payment waits for. */
export type PayingChannelDto = NamedDto & { readonly reserveMinor: string };
/** An attempt that was paid after its channel had called it failed: what settles it, or why nothing does now. */
export type LatePaymentDto = {
  readonly outNo: string;
  readonly plan: { readonly choice: LateChoice; readonly preview: PostingPreviewDto | null } | null;
  readonly obstacle: { readonly code: string; readonly params: Readonly<Record<string, string>> } | null;
};
export type PayoutDetailDto = PayoutRowDto & {
  readonly note: string;
  readonly requestedBy: string | null;
  readonly attempts: readonly AttemptDto[];
  readonly events: readonly PayoutEventDto[];
  readonly looks: readonly SecondLook[];
  readonly twinNos: readonly string[];
  /** Null for who may not read the books. */
  readonly vouchers: readonly DrawnVoucherDto[] | null;
  readonly request: ItemApprovalDto | null;
  readonly channels: readonly PayingChannelDto[];
  /** What the reader may do now; a reason by its refusal's code where something stands against it. */
  readonly may: { readonly putForward: boolean; readonly repay: boolean; readonly settle: boolean };
  readonly late: readonly LatePaymentDto[];
  readonly obstacle: { readonly code: string; readonly params: Readonly<Record<string, string>> } | null;
};
/** What the request dialog offers: whom a merchant can be paid to, and by what. */
export type PayoutChoicesDto = {
  readonly merchant: NamedDto & { readonly limitMinor: string | null; readonly dayLimitMinor: string | null };
  readonly asset: string;
  readonly availableMinor: string;
  readonly payees: readonly (PayeeDto & { readonly isPaidTo: boolean })[];
  readonly channels: readonly PayingChannelDto[];
};
/** What would become of a payout if it were asked for now. */
export type PayoutPreviewDto = {
  readonly looks: readonly SecondLook[];
  readonly twinNos: readonly string[];
  /** The code of the channel that it would go by. */
  readonly channel: string;
  /** What the merchant would have left. */
  readonly leftMinor: string;
  /** Who would have to look at it; null where it leaves at once. */
  readonly rule: AskingRuleDto | null;
};
