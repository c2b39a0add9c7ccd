import { z } from "zod";
import type { ClaimMovement, ClaimStatus } from "@/core/suspense/claim";
import type { EvidenceNeed } from "@/core/suspense/evidence";
import type { BreakKind, Direction, Severity } from "@/core/suspense/item";
import type { Resolution } from "@/core/suspense/resolutions";
import type { AskingRuleDto } from "./approval-policy";
import type { ItemApprovalDto, NamedDto, TAccountDto } from "./suspense-views";

/** `open`: what is still owed; `overdue`: the part of it that should have come; `closed`: recovered, given up, taken back. */
export const CLAIM_VIEWS = ["open", "overdue", "closed", "all"] as const;
export type ClaimView = (typeof CLAIM_VIEWS)[number];
export const claimFilters = z.object({
  show: z.enum(CLAIM_VIEWS).default("open"),
  channel: z.string().max(32).optional(),
  /** The beginning of a claim's or an item's number. */
  q: z.string().trim().max(64).optional(),
});
export type ClaimFilters = z.output<typeof claimFilters>;

export type ClaimRowDto = {
  readonly claimNo: string;
  readonly itemNo: string;
  readonly channel: NamedDto;
  readonly merchant: NamedDto | null;
  readonly asset: string;
  readonly claimedMinor: string;
  readonly recoveredMinor: string;
  readonly writtenOffMinor: string;
  readonly outstandingMinor: string;
  readonly status: ClaimStatus;
  readonly openedOn: string;
  readonly dueOn: string;
  /** Bank days past its due day, while something is owed; 0 before. */
  readonly overdueDays: number;
  readonly version: number;
};
export type ClaimMovementDto = {
  readonly key: string;
  readonly kind: ClaimMovement;
  readonly amountMinor: string;
  readonly at: string;
  readonly voucherNo: string;
  readonly approvalNo: string;
  readonly maker: string;
  readonly reason: string;
};
export type ClaimDto = ClaimRowDto & {
  readonly openedVoucherNo: string;
  readonly movements: readonly ClaimMovementDto[];
  readonly approval: ItemApprovalDto | null;
  readonly canPropose: boolean;
};
/** What is owed by all open claims, per asset. */
export type ClaimSumDto = {
  readonly asset: string;
  readonly outstandingMinor: string;
  readonly overdueMinor: string;
  readonly count: number;
};

/** What taking something back, or noting it, would post, and who would have to check it. */
export type PostingPreviewDto = {
  readonly asset: string;
  readonly accounts: readonly TAccountDto[];
  readonly rule: AskingRuleDto;
};
export type ReopeningPreviewDto = PostingPreviewDto & {
  readonly resolution: Resolution;
  readonly order: { readonly no: string; readonly to: string } | null;
  readonly refundNo: string | null;
  readonly claimNo: string | null;
};
/** A row of the playbook as people read it. */
export type PlayDto = {
  readonly resolution: Resolution;
  readonly direction: Direction | "EITHER";
  /** Null: every kind. */
  readonly kinds: readonly BreakKind[] | null;
  readonly itemKinds: readonly ("PAYMENT" | "REFUND")[];
  readonly event: string | null;
  readonly lines: readonly {
    readonly side: "DEBIT" | "CREDIT";
    readonly glCode: string;
    readonly nameEn: string;
    readonly nameZh: string;
  }[];
  readonly evidence: readonly { readonly need: EvidenceNeed; readonly fromMinor: string }[];
  readonly canReopen: boolean;
  readonly claimDueIn: number | null;
  readonly checkers: readonly {
    readonly asset: string | null;
    readonly upToMinor: string | null;
    readonly seats: readonly string[];
  }[];
};
export type ServiceLevelDto = {
  readonly key: string;
  readonly kind: BreakKind | null;
  readonly direction: Direction | null;
  readonly channel: NamedDto | null;
  readonly asset: string | null;
  readonly fromMinor: string;
  readonly severity: Severity;
  readonly bankDays: number;
  /** Open items that it has promised for, and how many of them are past their day. */
  readonly open: number;
  readonly overdue: number;
};
