/**
 * What a channel owes us for a day, and what a bank says came in. Amounts are signed minor units, seen from us: what is
 * paid to us is positive. A day is a channel's settlement date.
 */
export type BankLine = {
  readonly id: bigint;
  readonly bookedOn: string;
  readonly signedMinor: bigint;
  readonly isReversal: boolean;
  /** Numbers and texts by which a line names what it is for: our reference, the channel's, the bank's own, the remark. */
  readonly entryNo: string | null;
  readonly channelReference: string | null;
  readonly ourReference: string | null;
  readonly counterpartyName: string | null;
  readonly remark: string | null;
  /** A person has undone a match of it: from then on a person decides, and not the rules. */
  readonly isHeld: boolean;
};

/** One day of one channel that still has something to be received (or, when negative, to be kept back). */
export type ExpectedDay = {
  readonly channel: string;
  readonly settlesOn: string;
  /** The day by which the bank has it, see `addBusinessDays`. */
  readonly dueOn: string;
  readonly statementNo: string;
  readonly openMinor: bigint;
  /** Vouchers by which people booked the money before a bank line showed it. */
  readonly booked: readonly { readonly voucherId: bigint; readonly amountMinor: bigint }[];
};

/** A voucher of ours that moves the bank account and that no line stands for yet; `names` are the numbers that mean it. */
export type BookEntry = { readonly voucherId: bigint; readonly signedMinor: bigint; readonly names: readonly string[] };

/** How a bank's line may name a channel: surely, by its code or name; or by whoever pays for all channels of a format. */
export type Remitter = {
  readonly channel: string;
  readonly names: readonly string[];
  readonly formatNames: readonly string[];
};

export const MATCH_RULES = ["DAY", "DAYS", "PARTS", "COUNTERPARTY", "VOUCHER", "REVERSAL", "MANUAL"] as const;
export type MatchRule = (typeof MATCH_RULES)[number];
/** Why a match is believed, as codes that pages put into words. */
export const MATCH_REASONS = [
  "NAMES_CHANNEL",
  "NAMES_DAY",
  "NAMES_STATEMENT",
  "NAMES_DUE_DAY",
  "SUM_IS_EXACT",
  "DAYS_IN_A_ROW",
  "SEVERAL_LINES",
  "NAMES_VOUCHER",
  "TAKES_BACK",
  "AMOUNT_ONLY",
] as const;
export type MatchReason = (typeof MATCH_REASONS)[number];

export type MatchedDay = { readonly channel: string; readonly settlesOn: string; readonly amountMinor: bigint };
export type PlannedMatch = {
  readonly rule: MatchRule;
  readonly reasons: readonly MatchReason[];
  readonly lineIds: readonly bigint[];
  readonly days: readonly MatchedDay[];
  /** Vouchers that are in the books already; what they leave of the lines' sum is still to be posted. */
  readonly voucherIds: readonly bigint[];
};

/**
 * What is wrong with a line that nothing explains. UNEXPECTED: came in and nobody announced it. OTHER_AMOUNT: names a day
 * whose sum is another. UNBOOKED: went out, and the books do not know why. HELD: a person has undone its match, and a
 * person says what it is.
 */
export const LINE_BREAKS = ["UNEXPECTED", "OTHER_AMOUNT", "UNBOOKED", "HELD"] as const;
export type LineBreakKind = (typeof LINE_BREAKS)[number];
export type LineBreak = {
  readonly lineId: bigint;
  readonly kind: LineBreakKind;
  /** Whom the line names; null where it names nobody, or several. */
  readonly channel: string | null;
  /** The day that it is held against, of an OTHER_AMOUNT. */
  readonly settlesOn: string | null;
  /** The line's amount less what was expected; all of it where nothing was. */
  readonly deltaMinor: bigint;
  /** What fits by amount and time alone: never a match, only a place to look. */
  readonly suggestions: readonly MatchedDay[];
};

/**
 * CARRIED: the channel keeps the negative day back from the next ones. UNSEEN: due, but no bank statement of that day is
 * here yet, so nobody can say that it is late. BOOKED: recorded by hand, and the bank not looked at so far.
 */
export const DAY_STATES = [
  "RECEIVED",
  "WAITING",
  "UNSEEN",
  "BOOKED",
  "CARRIED",
  "LATE",
  "OTHER_AMOUNT",
  "NOTHING",
] as const;
export type DayRemittanceState = (typeof DAY_STATES)[number];

/** What became of a day. `seenThrough` is the last day that the bank's statements cover; null where there is none. */
export function stateOfDay(
  day: Pick<ExpectedDay, "dueOn" | "openMinor"> & { readonly netMinor: bigint; readonly bookedMinor: bigint },
  today: string,
  seenThrough: string | null,
  isNamed: boolean,
): DayRemittanceState {
  if (day.openMinor === 0n) return day.netMinor === 0n ? "NOTHING" : "RECEIVED";
  if (isNamed) return "OTHER_AMOUNT";
  if (day.openMinor < 0n) return "CARRIED";
  if (seenThrough !== null && seenThrough >= day.dueOn) return "LATE";
  if (day.bookedMinor === day.openMinor) return "BOOKED";
  return today > day.dueOn ? "UNSEEN" : "WAITING";
}
