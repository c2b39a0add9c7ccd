import { z } from "zod";
import type { CheckerRule } from "@/core/approvals/checker-rule";
import type { BreakKind, SuspenseStatus } from "@/core/suspense/item";
import type { Resolution } from "@/core/suspense/resolutions";
import type { ActionRefusal } from "./action-result";
import type { MappingRequestDto } from "./mapping-views";
import type { EvidenceDto, HistoryEntryDto, NamedDto, SignatureDto, TAccountDto } from "./suspense-views";

/** `me`: what I can sign now. `all`: everything that waits, my own too. `done`: decided, withdrawn, void or expired. */
export const APPROVAL_TABS = ["me", "all", "done"] as const;
export type ApprovalTab = (typeof APPROVAL_TABS)[number];
export const approvalFilters = z.object({
  tab: z.enum(APPROVAL_TABS).default("me"),
  /** The beginning of a request's or an item's number. */
  q: z.string().trim().max(64).optional(),
  merchant: z.string().max(32).optional(),
});
export type ApprovalFilters = z.output<typeof approvalFilters>;

export const APPROVAL_STATUSES = ["PENDING", "EXECUTED", "REJECTED", "WITHDRAWN", "STALE", "EXPIRED"] as const;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

export type ApprovalRowDto = {
  readonly approvalNo: string;
  readonly act: "SUSPENSE_RESOLUTION" | "MATCH_BY_HAND";
  readonly resolution: Resolution;
  readonly objectNo: string;
  readonly amountMinor: string;
  readonly asset: string;
  readonly merchant: NamedDto | null;
  readonly maker: string;
  readonly isOwn: boolean;
  readonly signatures: readonly Pick<SignatureDto, "role" | "by" | "verdict">[];
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly closedAt: string | null;
  /** Past its time and not ended yet: nobody can sign it any more. */
  readonly isExpired: boolean;
  readonly status: ApprovalStatus;
};

/** A request about how a channel's own files are read: no money, no item, a difference between two versions. */
export type MappingApprovalRowDto = Omit<ApprovalRowDto, "act" | "resolution" | "amountMinor" | "asset"> & {
  readonly act: "STATEMENT_MAPPING";
  readonly resolution: null;
  readonly amountMinor: null;
  readonly asset: null;
};
export type InboxRowDto = ApprovalRowDto | MappingApprovalRowDto;

export type ApprovalCountsDto = { readonly me: number; readonly all: number };

export type LinkedApprovalDto = {
  readonly approvalNo: string;
  readonly objectNo: string;
  readonly resolution: Resolution;
  readonly amountMinor: string;
  readonly asset: string;
  readonly status: ApprovalStatus;
  readonly createdAt: string;
  /** What it shares with the request: the order, the merchant, or both. */
  readonly sharesOrder: boolean;
  readonly sharesMerchant: boolean;
};

/** Something that the request would change, as it is now and as it would be; for a closed one, as it was and became. */
export type ChangeDto = {
  readonly what: "item" | "counterpart" | "order" | "refund";
  readonly no: string | null;
  readonly before: string | null;
  readonly after: string;
};

export type ApprovalDto = Omit<ApprovalRowDto, "signatures"> & {
  readonly version: number;
  readonly reason: string;
  readonly item: {
    readonly itemNo: string;
    readonly kind: BreakKind;
    readonly itemKind: "PAYMENT" | "REFUND";
    readonly direction: "LONG" | "SHORT";
    readonly status: SuspenseStatus;
    readonly channel: NamedDto;
    readonly matchKey: string;
    readonly openedOn: string;
    readonly ageDays: number;
  };
  readonly orderNo: string | null;
  readonly counterpartNo: string | null;
  readonly changes: readonly ChangeDto[];
  readonly accounts: readonly TAccountDto[];
  readonly voucherNos: readonly string[];
  readonly rule: CheckerRule;
  readonly signatures: readonly SignatureDto[];
  /** Waiting, but the facts have moved on: the last signature would post nothing and end it as void. */
  readonly isOutdated: boolean;
  /** What stops the reader from signing, most basic first; null when they may. */
  readonly obstacle: ActionRefusal | null;
  readonly signsAs: string | null;
  readonly completes: boolean;
  readonly canWithdraw: boolean;
  readonly evidence: EvidenceDto;
  readonly comments: readonly HistoryEntryDto[];
  readonly linked: readonly LinkedApprovalDto[];
};

/** What the card with the signatures and the buttons needs, whatever a request is about. */
export type DecidableDto = Pick<
  ApprovalDto,
  | "approvalNo"
  | "version"
  | "status"
  | "signatures"
  | "isOutdated"
  | "obstacle"
  | "signsAs"
  | "completes"
  | "canWithdraw"
>;

export type MappingApprovalDto = Omit<MappingApprovalRowDto, "signatures"> &
  DecidableDto & { readonly reason: string; readonly mapping: MappingRequestDto };
