import type { ActName } from "@/core/approvals/acts";
import type { InquiryAnswerKind, InquiryOutcome } from "@/core/reconciliation/decide-inquiry";
import type { OffsetSign, OrderSign, PairSign } from "@/core/suspense/candidate-signs";
import type { EvidenceState } from "@/core/suspense/evidence";
import { AGE_BANDS, type AgeBand, type BreakKind, type Severity, type SuspenseStatus } from "@/core/suspense/item";
import type { Resolution } from "@/core/suspense/resolutions";
import type { SuggestionReason } from "@/core/suspense/suggest-resolution";
import type { Previewed } from "./action-result";
import type { AskingRuleDto } from "./approval-policy";
import type { HistoryEntryDto } from "./suspense-history";
import type { TeamworkDto } from "./teamwork";
import type { MoneyDto } from "./wire";

/** What of the queue is shown. `open`: all that stands in the suspense accounts and is not put off until another day. */
export const SUSPENSE_VIEWS = ["open", "mine", "unassigned", "proposed", "snoozed", "resolved", "all"] as const;
export type SuspenseView = (typeof SUSPENSE_VIEWS)[number];

/** The bands of ageing, and the two oldest together. */
export const SUSPENSE_AGES = [...AGE_BANDS, ">7"] as const;
export type SuspenseAge = (typeof SUSPENSE_AGES)[number];

export type NamedDto = { readonly no: string; readonly name: string };

export type SuspenseRowDto = {
  readonly itemNo: string;
  readonly kind: BreakKind;
  readonly itemKind: "PAYMENT" | "REFUND";
  readonly direction: "LONG" | "SHORT";
  readonly amountMinor: string;
  readonly asset: string;
  readonly channel: NamedDto;
  /** The number by which channel and desk know the payment or refund. */
  readonly matchKey: string;
  readonly orderNo: string | null;
  readonly merchant: NamedDto | null;
  readonly isTest: boolean;
  readonly openedOn: string;
  readonly ageDays: number;
  readonly ageBand: AgeBand;
  readonly severity: Severity;
  /** By its service level; `isOverdue`: it is past, and the item still open. */
  readonly dueOn: string;
  readonly isOverdue: boolean;
  readonly status: SuspenseStatus;
  readonly assignee: string | null;
  readonly isMine: boolean;
  readonly team: NamedDto | null;
  /** The day on which it is back in the queue, while that is to come. */
  readonly snoozedUntil: string | null;
  readonly version: number;
};

export type CountedDto = { readonly count: number; readonly amounts: readonly MoneyDto[] };

/** The whole open queue at a glance, whatever filters are set; it leaves test merchants out as the list does. */
export type SuspenseSummaryDto = {
  readonly open: number;
  readonly mine: number;
  readonly unassigned: number;
  readonly proposed: number;
  readonly snoozed: number;
  readonly short: CountedDto;
  readonly long: CountedDto;
  readonly bands: readonly { readonly band: AgeBand; readonly short: CountedDto; readonly long: CountedDto }[];
  /** What the filters offer: only what the queue holds. */
  readonly channels: readonly NamedDto[];
  readonly merchants: readonly (NamedDto & { readonly count: number })[];
};

/** Our side: an order, or the refund that the item is about. Amounts are signed, money out negative. */
export type OursDto = {
  readonly type: "order" | "refund";
  readonly no: string;
  readonly orderNo: string | null;
  readonly status: string;
  readonly isSettled: boolean;
  readonly signedMinor: string;
  readonly asset: string;
  readonly at: string | null;
  readonly on: string | null;
  readonly tradeNo: string | null;
  readonly bookedBy: "ARRIVAL" | "SUSPENSE" | null;
};
/** The channel's line. `contractFeeMinor` is what its contract would have charged. */
export type LineDto = {
  readonly statementNo: string;
  readonly lineNo: string;
  readonly no: string;
  readonly status: "SUCCEEDED" | "PROCESSING" | "FAILED";
  readonly signedMinor: string;
  readonly asset: string;
  readonly feeMinor: string;
  readonly contractFeeMinor: string;
  readonly at: string;
  readonly on: string;
  readonly tradeNo: string | null;
  readonly isSuperseded: boolean;
  /** As the file has it; card numbers are masked at import. */
  readonly raw: string;
};
/** What the book holds of our side: the change of the channel receivable, signed like the others. */
export type BookedDto = {
  readonly voucherNo: string;
  readonly signedMinor: string;
  readonly asset: string;
  readonly at: string;
  readonly on: string;
  readonly isReversed: boolean;
};
export type EvidenceDto = {
  readonly ours: OursDto | null;
  readonly line: LineDto | null;
  readonly booked: BookedDto | null;
  /** Other lines under the same number: the first one of a surplus line, or a later one. */
  readonly otherLines: readonly LineDto[];
};

/** One account of a voucher. Balances are on its normal side, before and after; null where the reader may not see them. */
export type TAccountDto = {
  readonly accountNo: string;
  readonly glCode: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly normalSide: "DEBIT" | "CREDIT";
  readonly debitMinor: string;
  readonly creditMinor: string;
  readonly beforeMinor: string | null;
  readonly afterMinor: string | null;
};
export type ResolutionPreviewDto = {
  readonly resolution: Resolution;
  readonly asset: string;
  readonly accounts: readonly TAccountDto[];
  readonly rule: AskingRuleDto;
  readonly order: { readonly no: string; readonly from: string; readonly to: string } | null;
  readonly makesRefund: boolean;
  readonly counterpartNo: string | null;
  /** What the playbook wants to see beside the item first; a proposal is refused while one of it is not met. */
  readonly evidence: readonly EvidenceState[];
};
export type PreviewResultDto = Previewed<ResolutionPreviewDto>;

export type SuggestionDto = {
  readonly resolution: Resolution | null;
  readonly reason: SuggestionReason;
  readonly orderNo: string | null;
  readonly counterpartNo: string | null;
};
export type OffsetCandidateDto = {
  readonly itemNo: string;
  readonly kind: BreakKind;
  readonly matchKey: string;
  readonly openedOn: string;
  readonly merchant: NamedDto | null;
  readonly signs: readonly OffsetSign[];
};
/** An open item of the other side that numbers say is one with this one. */
export type PairCandidateDto = {
  readonly itemNo: string;
  readonly kind: BreakKind;
  readonly matchKey: string;
  readonly amountMinor: string;
  readonly openedOn: string;
  readonly merchant: NamedDto | null;
  readonly signs: readonly PairSign[];
};
export type OrderCandidateDto = {
  readonly orderNo: string;
  readonly status: string;
  readonly orderedOn: string;
  readonly dueMinor: string;
  readonly merchant: NamedDto;
  readonly signs: readonly OrderSign[];
};

/** What the channel was asked about the item's payment or refund (查复), and what it said, round by round. */
export type InquiryDto = {
  /** False: no client of this channel is configured, so it was not asked. */
  readonly canAsk: boolean;
  readonly maxRounds: number;
  readonly rounds: readonly {
    readonly round: number;
    readonly answer: InquiryAnswerKind;
    readonly outcome: InquiryOutcome;
    readonly amountMinor: string | null;
    readonly asset: string | null;
    readonly at: string;
  }[];
};

export type ItemApprovalDto = {
  readonly approvalNo: string;
  readonly act: ActName;
  readonly version: number;
  /** What it asks for, or would take back; null where it is about a claim. */
  readonly resolution: Resolution | null;
  readonly maker: string;
  readonly isOwn: boolean;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly isExpired: boolean;
  readonly signatures: readonly SignatureDto[];
};
/** A signature that a request asks for, with who gave it. */
export type SignatureDto = {
  readonly role: string;
  readonly by: string | null;
  readonly verdict: "APPROVE" | "REJECT" | null;
  readonly note: string | null;
  readonly at: string | null;
};

/** Everything about one item. The parts that a role may not act on are marked, not left out. */
export type SuspenseItemDto = SuspenseRowDto & {
  readonly refundNo: string | null;
  readonly channelTradeNo: string | null;
  readonly batchNo: string;
  readonly batchOn: string;
  readonly openedVoucherNo: string;
  readonly resolution: Resolution | "EXPLAINED" | null;
  readonly resolvedVoucherNo: string | null;
  readonly resolvedAt: string | null;
  readonly evidence: EvidenceDto;
  readonly allowed: readonly Resolution[];
  /** Best first; empty once the item is closed. `preview` is what the first one would post. */
  readonly suggestions: readonly SuggestionDto[];
  readonly preview: ResolutionPreviewDto | null;
  readonly offsets: readonly OffsetCandidateDto[];
  readonly pairs: readonly PairCandidateDto[];
  readonly orders: readonly OrderCandidateDto[];
  /** Null for an item that no channel is asked about. */
  readonly inquiry: InquiryDto | null;
  readonly approval: ItemApprovalDto | null;
  readonly history: readonly HistoryEntryDto[];
  readonly teamwork: TeamworkDto;
  /** The claim that its resolution opened; null where there is none. */
  readonly claimNo: string | null;
  readonly reopenedCount: number;
  /** Resolved in a way that can be taken back, by somebody who may ask for it. */
  readonly canReopen: boolean;
  readonly canWork: boolean;
  readonly canPropose: boolean;
};
