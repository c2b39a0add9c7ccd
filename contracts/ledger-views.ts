import { z } from "zod";
import { assetWire, dayWire } from "./wire";

export const entryFilters = z.strictObject({
  account: z.string().min(1).max(64),
  side: z.enum(["DEBIT", "CREDIT"]).optional(),
  from: dayWire.optional(),
  to: dayWire.optional(),
});
export type EntryFilters = z.output<typeof entryFilters>;

const decimalWire = z.string().regex(/^\d{1,13}(\.\d{0,8})?$/, "an amount is written like 1234.50");

/** Of a voucher's lines: `account`, `asset`, `min` and `max` (decimals of the asset, CNY unless named) fit one of them. */
export const voucherFilters = z.strictObject({
  no: z.string().trim().max(64).optional(),
  event: z.string().max(64).optional(),
  from: dayWire.optional(),
  to: dayWire.optional(),
  account: z.string().trim().max(64).optional(),
  asset: assetWire.optional(),
  min: decimalWire.optional(),
  max: decimalWire.optional(),
  memo: z.string().trim().max(64).optional(),
  maker: z.string().trim().max(40).optional(),
});
export type VoucherFilters = z.output<typeof voucherFilters>;

export const accountFilters = z.strictObject({
  subject: z.string().max(16).optional(),
  q: z.string().trim().max(64).optional(),
});
export type AccountFilters = z.output<typeof accountFilters>;

export const exportLedgerInput = z
  .strictObject({
    format: z.enum(["hledger", "csv"]),
    from: dayWire.optional(),
    to: dayWire.optional(),
  })
  .refine(({ from, to }) => !from || !to || from <= to, "the first day comes after the last");
export type ExportLedgerInput = z.output<typeof exportLedgerInput>;

export type Side = "DEBIT" | "CREDIT";

/** One line of the chart. A subject with children sums theirs. */
export type SubjectDto = {
  readonly code: string;
  readonly parentCode: string | null;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly normalSide: Side;
  readonly fundOwner: "CLIENT" | "OWN";
  readonly accounts: number;
  /** Per asset, on the subject's normal side; CNY first. */
  readonly balances: readonly SubjectBalanceDto[];
};

export type SubjectBalanceDto = {
  readonly asset: string;
  readonly balanceMinor: string;
  /** What holds keep back of it. */
  readonly frozenMinor: string;
  /** What of it is posted and not yet folded into its hot accounts. */
  readonly pendingMinor: string;
};

export type ChartDto = {
  readonly subjects: readonly SubjectDto[];
  /** Of all accounts, per asset: the two are equal, or the books are broken. */
  readonly totals: readonly { readonly asset: string; readonly debitMinor: string; readonly creditMinor: string }[];
  /** False when the reader sees only some merchants' accounts: their sum has no reason to balance. */
  readonly isWhole: boolean;
};

export type AccountRowDto = {
  readonly accountNo: string;
  readonly glCode: string;
  readonly ownerNo: string | null;
  readonly ownerName: string | null;
  readonly normalSide: Side;
  readonly asset: string;
  readonly postedMinor: string;
  readonly frozenMinor: string;
  /** Of what is posted, the part that is not folded in yet. */
  readonly pendingMinor: string;
  readonly availableMinor: string;
  readonly entries: string;
  /** A hot account: what comes in is folded in a little later. */
  readonly isBuffered: boolean;
};

export type AccountDto = AccountRowDto & {
  readonly ownerType: "merchant" | "channel" | "bank" | "company";
  readonly nameEn: string;
  readonly nameZh: string;
  readonly fundOwner: "CLIENT" | "OWN";
  readonly allowNegative: boolean;
  readonly openedAt: string;
};

/** Balances are on the account's normal side. `accountSeq` and the balances are null while the entry waits to be folded in. */
export type EntryRowDto = {
  readonly entryId: string;
  readonly accountSeq: string | null;
  readonly voucherNo: string;
  readonly accountingOn: string;
  readonly occurredAt: string;
  readonly event: string;
  readonly objectType: string;
  readonly objectNo: string;
  readonly memo: string;
  readonly side: Side;
  readonly amountMinor: string;
  readonly asset: string;
  readonly beforeMinor: string | null;
  readonly afterMinor: string | null;
};

export type VoucherRowDto = {
  readonly voucherNo: string;
  readonly accountingOn: string;
  readonly occurredAt: string;
  readonly event: string;
  readonly objectType: string;
  readonly objectNo: string;
  readonly memo: string;
  readonly reversesVoucherNo: string | null;
  readonly isReversed: boolean;
  /** What each side adds up to, per asset. */
  readonly totals: readonly { readonly amountMinor: string; readonly asset: string }[];
};

export type VoucherEntryDto = {
  readonly lineNo: number;
  readonly accountNo: string;
  readonly glCode: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly side: Side;
  readonly amountMinor: string;
  readonly asset: string;
  /** Null for an account that the reader may not see by itself, and while the entry waits to be folded in. */
  readonly beforeMinor: string | null;
  readonly afterMinor: string | null;
  readonly isReadable: boolean;
  readonly isWaiting: boolean;
};

export type VoucherApprovalDto = {
  readonly approvalNo: string;
  readonly maker: string;
  readonly checkers: readonly { readonly name: string; readonly asRole: string; readonly at: string }[];
};

export type VoucherDto = {
  readonly voucherNo: string;
  readonly event: string;
  /** The version of the event's rule that made it; null for a reversal, which is made by another voucher. */
  readonly ruleVersion: number | null;
  readonly accountingOn: string;
  readonly occurredAt: string;
  readonly createdAt: string;
  readonly objectType: string;
  readonly objectNo: string;
  readonly memo: string;
  readonly idempotencyKey: string;
  readonly entries: readonly VoucherEntryDto[];
  readonly totals: readonly { readonly amountMinor: string; readonly asset: string }[];
  /** 人民币大写 of the CNY total; null for a voucher without CNY. */
  readonly inWords: string | null;
  readonly reversesVoucherNo: string | null;
  readonly reversedByVoucherNo: string | null;
  readonly approval: VoucherApprovalDto | null;
  /** The command that posted it, and who gave it; null for the system. */
  readonly command: { readonly id: string; readonly name: string; readonly actor: string | null; readonly at: string };
  /** What the audit trail holds of that command; null when the reader may not read it. */
  readonly audit:
    | readonly {
        readonly id: string;
        readonly action: string;
        readonly objectType: string;
        readonly objectNo: string;
      }[]
    | null;
};

/** One subject's or an asset's total row, minor units by side. */
export type TrialRowDto = {
  readonly code: string;
  readonly name: string;
  readonly openingDebitMinor: string;
  readonly openingCreditMinor: string;
  readonly debitMinor: string;
  readonly creditMinor: string;
  readonly closingDebitMinor: string;
  readonly closingCreditMinor: string;
};
export type TrialBalanceDto = {
  readonly date: string;
  readonly before: string;
  /** Null on the newest day: the future has no books. */
  readonly after: string | null;
  /** Whether the day is closed, so that nothing will change its figures. */
  readonly isClosed: boolean;
  readonly assets: readonly {
    readonly asset: string;
    readonly rows: readonly TrialRowDto[];
    readonly total: TrialRowDto;
    readonly isBalanced: boolean;
  }[];
};

export const trialAccountFilters = z.strictObject({
  subject: z.string().min(1).max(16),
  date: dayWire,
  asset: assetWire.optional(),
  /** `moved`: only accounts with an entry on the day. */
  show: z.enum(["moved"]).optional(),
});
export type TrialAccountFilters = z.output<typeof trialAccountFilters>;

/** One account's part of a trial balance; balances on its normal side, turnover by side. */
export type TrialAccountDto = {
  readonly accountNo: string;
  readonly ownerName: string | null;
  readonly asset: string;
  readonly openingMinor: string;
  readonly debitMinor: string;
  readonly creditMinor: string;
  readonly closingMinor: string;
};

/** What an account held at a point in time. */
export type BalanceAtDto = {
  readonly at: string;
  readonly isDay: boolean;
  readonly postedMinor: string;
  readonly frozenMinor: string;
  readonly availableMinor: string;
};

/** An account's balance at the end of a day, and what moved it. */
export type BalanceDayDto = {
  readonly on: string;
  readonly debitMinor: string;
  readonly creditMinor: string;
  readonly closingMinor: string;
};

export type HoldDto = {
  readonly holdNo: string;
  readonly status: "ACTIVE" | "CAPTURED" | "RELEASED" | "EXPIRED";
  readonly amountMinor: string;
  readonly capturedMinor: string;
  readonly releasedMinor: string;
  readonly asset: string;
  readonly objectType: string;
  readonly objectNo: string;
  readonly reason: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly closedAt: string | null;
};

export const holdFilters = z.strictObject({
  account: z.string().min(1).max(64),
  show: z.enum(["active", "past"]).optional(),
});
export type HoldFilters = z.output<typeof holdFilters>;
