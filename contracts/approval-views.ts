import { z } from "zod";
import type { ActName } from "@/core/approvals/acts";
import type { BreakKind, SuspenseStatus } from "@/core/suspense/item";
import type { Resolution } from "@/core/suspense/resolutions";
import type { ActionRefusal } from "./action-result";
import type { AdoptionRuleDto } from "./adoption";
import type { AskingRuleDto, PolicyRuleDto } from "./approval-policy";
import type { FindingDto } from "./day-close";
import type { MappingRequestDto } from "./mapping-views";
import type { ServiceLevelTextDto } from "./service-levels";
import type { HistoryEntryDto } from "./suspense-history";
import type { EvidenceDto, NamedDto, SignatureDto, TAccountDto } from "./suspense-views";
import { businessNoWire, type MoneyDto } from "./wire";

/**
 * `me`: what I can sign now. `all`: everything that waits, my own too. `done`: decided, withdrawn, void or expired.
 * `review`: what somebody approved alone in an emergency, and nobody has reviewed yet.
 */
export const APPROVAL_TABS = ["me", "all", "done", "review"] as const;
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

type RequestRowDto = {
  readonly approvalNo: string;
  readonly objectType: string;
  readonly objectNo: string;
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
  readonly version: number;
  /** Why the reader cannot sign it, as a refusal's code; null where they can. */
  readonly obstacle: string | null;
};
/** A request about a suspense item. */
export type ApprovalRowDto = RequestRowDto & {
  readonly act: "SUSPENSE_RESOLUTION" | "MATCH_BY_HAND";
  readonly resolution: Resolution;
  readonly amountMinor: string;
  readonly asset: string;
};
/** A request about anything else; without an amount where it is about no money. */
export type OtherRowDto = RequestRowDto & {
  readonly act: Exclude<ActName, ApprovalRowDto["act"]>;
  readonly resolution: null;
  readonly amountMinor: string | null;
  readonly asset: string | null;
};
export type InboxRowDto = ApprovalRowDto | OtherRowDto;

/** A value that a request changes, as the page shows it. `message`: a key below `approvals`. */
export type FieldValueDto =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "message"; readonly key: string; readonly values?: Readonly<Record<string, string>> }
  | { readonly kind: "amount"; readonly amountMinor: string; readonly asset: string }
  | { readonly kind: "object"; readonly object: string; readonly no: string }
  | { readonly kind: "rules"; readonly rules: readonly PolicyRuleDto[] }
  | { readonly kind: "adoptions"; readonly rules: readonly AdoptionRuleDto[] }
  | { readonly kind: "levels"; readonly levels: readonly ServiceLevelTextDto[] }
  | { readonly kind: "finding"; readonly finding: FindingDto };
/** `field` names it: `approvals.act.<ACT>.field.<field>` where there is such a text, and itself otherwise. */
export type FieldChangeDto = {
  readonly field: string;
  readonly before: FieldValueDto | null;
  readonly after: FieldValueDto | null;
};
/** What an act does, for the page: what changes, and the voucher's lines where it posts one. */
export type ApprovalDescriptionDto = {
  readonly subject: FieldValueDto;
  readonly changes: readonly FieldChangeDto[];
  readonly lines?: readonly {
    readonly side: "DEBIT" | "CREDIT";
    readonly accountNo: string;
    readonly amountMinor: string;
  }[];
};
/** What came of each of many: its outcome, or why it did not go. */
export type ApprovedManyDto = {
  readonly rows: readonly {
    readonly approvalNo: string;
    readonly outcome: "EXECUTED" | "SIGNED" | "REJECTED" | "STALE" | null;
    readonly refusal: {
      readonly code: string;
      readonly message: string;
      readonly params: Record<string, string>;
    } | null;
  }[];
};
/** How the maker's requests of the last thirty days ended. */
export type MakerRecordDto = {
  readonly proposed: number;
  readonly approved: number;
  readonly rejected: number;
  readonly waiting: number;
};

export type ApprovalCountsDto = { readonly me: number; readonly all: number; readonly review: number };

/** The chosen requests' numbers, as an address carries them: with commas between. */
export const bulkQuery = z.object({
  nos: z
    .string()
    .max(12_000)
    .transform((text) => text.split(",").filter((no) => no !== ""))
    .pipe(z.array(businessNoWire).min(1).max(200)),
});
export type BulkPreviewDto = {
  readonly rows: readonly (InboxRowDto & { readonly needsCode: boolean })[];
  /** Of those that can be approved. */
  readonly sums: readonly MoneyDto[];
};

export type LinkedApprovalDto = {
  readonly approvalNo: string;
  readonly objectNo: string;
  readonly act: ActName;
  /** Of a request about a suspense item alone. */
  readonly resolution: Resolution | null;
  /** Null, like the asset, where it is about no money. */
  readonly amountMinor: string | null;
  readonly asset: string | null;
  readonly status: ApprovalStatus;
  readonly createdAt: string;
  /** What it shares with the request; the amount counts within a week. */
  readonly sharesOrder: boolean;
  readonly sharesMerchant: boolean;
  readonly sharesAmount: boolean;
};

/** Something that the request would change, as it is now and as it would be; for a closed one, as it was and became. */
export type ChangeDto = {
  readonly what: "item" | "counterpart" | "order" | "refund";
  readonly no: string | null;
  readonly before: string | null;
  readonly after: string;
};

/** What the card with the signatures and the buttons needs, whatever a request is about. */
export type DecidableDto = {
  readonly approvalNo: string;
  readonly version: number;
  readonly status: ApprovalStatus;
  readonly signatures: readonly SignatureDto[];
  /** Waiting, but the facts have moved on: the last signature would do nothing and end it as void. */
  readonly isOutdated: boolean;
  /** What stops the reader from signing, most basic first; null when they may. */
  readonly obstacle: ActionRefusal | null;
  readonly signsAs: string | null;
  /** In whose place the reader would sign; null for their own. */
  readonly onBehalfOf: string | null;
  readonly completes: boolean;
  readonly canWithdraw: boolean;
  /** Each signature needs the checker's one-time password. */
  readonly stepUp: boolean;
  /** Whether the reader could act alone in an emergency: the rules allow it, and another signature is missing. */
  readonly canBreakGlass: boolean;
  /** Of one that was approved alone in an emergency; null for all others. */
  readonly emergency: EmergencyDto | null;
};
/** `review`: what somebody who had no part in it found; null while it waits. */
export type EmergencyDto = {
  readonly canReview: boolean;
  readonly review: {
    readonly verdict: "JUSTIFIED" | "NOT_JUSTIFIED";
    readonly by: string;
    readonly note: string;
    readonly at: string;
  } | null;
};
type RequestedDto = DecidableDto & {
  readonly reason: string;
  readonly rule: AskingRuleDto | null;
  readonly record: MakerRecordDto;
  /** What it depends on and is not as it was, while it waits. */
  readonly changed: readonly string[];
};

export type ApprovalDto = Omit<ApprovalRowDto, "signatures" | "obstacle"> &
  RequestedDto & {
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
    readonly evidence: EvidenceDto;
    readonly comments: readonly HistoryEntryDto[];
    readonly linked: readonly LinkedApprovalDto[];
  };

/** A request about how a channel's own files are read: no money, no item, a difference between two versions. */
export type MappingApprovalDto = Omit<OtherRowDto, "signatures" | "obstacle"> &
  RequestedDto & { readonly mapping: MappingRequestDto };
/** Any other request: the act itself says what it changes. */
export type OtherApprovalDto = Omit<OtherRowDto, "signatures" | "obstacle"> &
  RequestedDto & {
    readonly description: ApprovalDescriptionDto | null;
    readonly accounts: readonly TAccountDto[];
    readonly voucherNos: readonly string[];
    readonly linked: readonly LinkedApprovalDto[];
  };
