import { z } from "zod";
import { DAY_STATES, type LINE_BREAKS, type MatchRule } from "@/core/remittances/remittance";
import type { ActionRefusal } from "./action-result";
import type { RefusedImportLineDto } from "./imports";
import { assetWire, businessNoWire, commandIdWire, dayWire } from "./wire";

/** A bank account's code is what channels name it by; people choose it, so it is more than a number's letters. */
const bankCodeWire = z.string().trim().min(1).max(64);

/** One reserve account in one currency, bank beside book. Signed minor units; null where no statement is here yet. */
export type BankAccountDto = {
  readonly code: string;
  readonly asset: string;
  readonly fileAccountNo: string | null;
  readonly channels: readonly string[];
  readonly closedOn: string | null;
  readonly closingMinor: string | null;
  readonly bookMinor: string;
  readonly differenceMinor: string | null;
  readonly unexplained: number;
  readonly gaps: number;
};

/** What makes the difference between bank and book. Each part is signed as it adds to the bank's side. */
export const DIFFERENCE_PARTS = ["BEFORE", "GAPS", "UNBOOKED", "UNSEEN", "AHEAD"] as const;
export type DifferencePartDto = {
  readonly part: (typeof DIFFERENCE_PARTS)[number];
  readonly minor: string;
  /** How many lines or vouchers; null where it is none of them. */
  readonly count: number | null;
};
export type BankEntryDto = {
  readonly voucherNo: string;
  readonly event: string;
  readonly on: string;
  readonly minor: string;
};
export type BankDifferenceDto = {
  readonly asset: string;
  readonly beginsOn: string;
  readonly closedOn: string;
  readonly closingMinor: string;
  readonly bookMinor: string;
  readonly differenceMinor: string;
  readonly isExplained: boolean;
  readonly parts: readonly DifferencePartDto[];
  /** Booked and not at the bank so far: the newest of them. */
  readonly entries: readonly BankEntryDto[];
};
/** One code with its difference in each currency that it has statements in. */
export type BankAccountPageDto = {
  readonly code: string;
  readonly assets: readonly string[];
  readonly fileAccountNos: readonly string[];
  readonly channels: readonly { readonly code: string; readonly name: string }[];
  readonly differences: readonly BankDifferenceDto[];
  /** Open lines that would match now: channels' statements came in since the last run. */
  readonly matchable: number;
};

export const BANK_STATEMENT_STATES = ["newest", "superseded"] as const;
export const bankStatementFilters = z.object({
  account: bankCodeWire.optional(),
  state: z.enum(BANK_STATEMENT_STATES).optional(),
  on: dayWire.optional(),
});
export type BankStatementFilters = z.output<typeof bankStatementFilters>;
export type BankStatementDto = {
  readonly statementNo: string;
  readonly account: string;
  readonly asset: string;
  readonly version: number;
  readonly isNewest: boolean;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly openingMinor: string;
  readonly closingMinor: string;
  readonly incomeMinor: string;
  readonly outgoMinor: string;
  readonly lines: number;
  /** Whether it goes on from the balance of the one before; null for the first one, and for old versions. */
  readonly follows: boolean | null;
  readonly format: string;
  readonly fileName: string;
  readonly importedAt: string;
};

export const BANK_LINE_STATES = ["matched", "open"] as const;
export const bankLineFilters = z.object({
  account: bankCodeWire.optional(),
  asset: assetWire.optional(),
  statement: businessNoWire.optional(),
  state: z.enum(BANK_LINE_STATES).optional(),
  on: dayWire.optional(),
  q: z.string().trim().max(120).optional(),
});
export type BankLineFilters = z.output<typeof bankLineFilters>;
export type BankLineState = "MATCHED" | "DROPPED" | "LISTED" | (typeof LINE_BREAKS)[number];
export type BankLineDto = {
  readonly id: string;
  readonly account: string;
  readonly asset: string;
  readonly bookedOn: string;
  readonly valueOn: string | null;
  readonly signedMinor: string;
  readonly isReversal: boolean;
  readonly counterpartyName: string | null;
  readonly counterpartyAccountNo: string | null;
  readonly ourReference: string | null;
  readonly channelReference: string | null;
  readonly entryNo: string | null;
  readonly remark: string | null;
  readonly statementNo: string;
  readonly lineNo: number;
  readonly raw: string;
  readonly state: BankLineState;
  readonly match: BankMatchDto | null;
  /** Whom an open line names, what it is held against, and where to look: never a match. */
  readonly channel: string | null;
  readonly settlesOn: string | null;
  readonly deltaMinor: string | null;
  readonly suggestions: readonly RemittanceRefDto[];
};
export type RemittanceRefDto = { readonly channel: string; readonly settlesOn: string; readonly amountMinor: string };
export type BankMatchDto = {
  readonly matchNo: string;
  readonly rule: MatchRule;
  readonly reasons: readonly string[];
  readonly note: string;
  readonly madeBy: string | null;
  readonly madeAt: string;
  readonly days: readonly RemittanceRefDto[];
  readonly voucherNos: readonly string[];
};

export const remittanceFilters = z.object({
  channel: z.string().max(32).optional(),
  state: z.enum(DAY_STATES).optional(),
  on: dayWire.optional(),
});
export type RemittanceFilters = z.output<typeof remittanceFilters>;
/** One day of one channel: what its statement says it remits, and what the bank has received of it. Minor units. */
export type RemittanceDto = {
  readonly id: string;
  readonly channel: string;
  readonly channelName: string;
  readonly bankAccount: string;
  readonly asset: string;
  readonly settlesOn: string;
  readonly dueOn: string;
  readonly statementNo: string;
  readonly netMinor: string;
  readonly receivedMinor: string;
  readonly openMinor: string;
  readonly bookedMinor: string;
  readonly state: (typeof DAY_STATES)[number];
  /** Lines that stand for it, or that name it with another sum. */
  readonly lines: readonly RemittanceLineDto[];
};
export type RemittanceLineDto = {
  readonly lineId: string;
  readonly bookedOn: string;
  readonly signedMinor: string;
  readonly counterpartyName: string | null;
  readonly remark: string | null;
  readonly matchNo: string | null;
};

/** What a person may choose from: open days of a channel, and open lines of the account that name it. */
export type MatchChoicesDto = {
  readonly days: readonly RemittanceRefDto[];
  readonly lines: readonly Omit<RemittanceLineDto, "matchNo">[];
};

const reasonWire = z.string().trim().min(1, "say why").max(4_000);
export const matchBankLinesInput = z.object({
  account: bankCodeWire,
  asset: assetWire,
  lineIds: z
    .array(z.string().regex(/^\d{1,18}$/))
    .min(1)
    .max(100),
  days: z
    .array(z.object({ channel: z.string().max(32), settlesOn: dayWire }))
    .min(1)
    .max(100),
  reason: reasonWire,
});
export type MatchBankLinesInput = z.output<typeof matchBankLinesInput>;
export const unmatchBankLinesInput = z.object({ matchNo: businessNoWire, reason: reasonWire });
export type UnmatchBankLinesInput = z.output<typeof unmatchBankLinesInput>;
export const matchBankAccountsInput = z.object({ account: bankCodeWire.nullable() });

export const matchChoicesQuestion = z.object({ channel: z.string().max(32), account: bankCodeWire, asset: assetWire });

/** What an upload of a bank's file is described by, in its address and headers; the file itself is the body. */
export const bankUploadInput = z.strictObject({
  account: bankCodeWire,
  fileName: z.string().min(1).max(255),
  commandId: commandIdWire,
});
export type BankUploadOutcome =
  | {
      readonly state: "imported" | "duplicate";
      readonly statementNo: string;
      readonly version: number;
      readonly matched: number;
      readonly open: number;
      readonly follows: boolean;
    }
  /** `lines` are the first that keep the file out, where lines do. */
  | { readonly state: "refused"; readonly refusal: ActionRefusal; readonly lines?: readonly RefusedImportLineDto[] };
/** A bank writes a few megabytes a day at most. */
export const MAX_BANK_UPLOAD_BYTES = 64 * 1024 ** 2;

/** Our own account with a channel, from its fund bills. Minor units, signed as they change the balance. */
export type ChannelFundsDto = {
  readonly channel: string;
  readonly channelName: string;
  readonly account: string;
  readonly asset: string;
  readonly closedOn: string;
  readonly closingMinor: string;
  /** Days whose movements are not what the trade statement says. */
  readonly differing: number;
  readonly days: readonly ChannelFundDayDto[];
};
export type ChannelFundDayDto = {
  readonly on: string;
  /** All movements but withdrawals. */
  readonly movedMinor: string;
  /** The trade statement's net; null where it is not here. */
  readonly statementMinor: string | null;
  readonly differenceMinor: string | null;
  /** Taken out to the bank. */
  readonly withdrawnMinor: string;
  /** Bank lines of the day that are matched with the channel's days. */
  readonly receivedMinor: string;
};

export type BankBreaksDto = { readonly late: number; readonly otherAmount: number; readonly lines: number };
