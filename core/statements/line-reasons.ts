import { because, type MappingReasonCode, sayMappingReason } from "./mapping/mapping-reasons";

type Params = Readonly<Record<string, string>>;

/** Why a line of a known format cannot be read, beyond what a mapping has a reason for as well. */
const REASONS = {
  line_nul: () => "the line holds a NUL character",
  line_after_end: () => "there is a line behind the end of the bill",
  line_cell_count: (p) => `the line has ${p.found} cells where the header names ${p.expected} columns`,
  line_cell_count_name: (p) =>
    `the line has ${p.found} cells where the header names ${p.expected} columns (is there a comma in a name?)`,
  row_quote_open: (p) => `the row that begins on line ${p.line} has a quote that is not closed`,
  amount_not_decimal: (p) => `"${p.text}" is not a decimal amount`,
  amount_above_limit: () => "the amount is larger than the books take",
  payment_negative: () => "a payment cannot be negative",
  refund_positive: () => "a refund cannot be positive",
  income_negative: () => "an income cannot be negative",
  income_and_expense: () => "the line is an income and an expense at once",
  debit_and_credit_missing: () => "the row has neither a debit nor a credit",
  side_wrong: (p) => `a ${p.type} row stands on the other side`,
  refund_column_missing: () => "the bill has no column for the refund's amount",
  text_not_one_of: (p) => `"${p.text}" is not ${p.known}`,
  text_missing: () => "the cell is empty",
  order_number_missing: () => "the line has no order number of any kind",
  currency_unknown: (p) => `"${p.text}" is not a currency`,
  time_not_read: (p) => `"${p.text}" is not a date and time`,
  day_not_read: (p) => `"${p.text}" is not a day`,
  zone_unknown: (p) => `"${p.text}" is not a time zone that the desk knows`,
  net_disagrees: (p) => `gross ${p.gross} less fee ${p.fee} is not net ${p.net}`,
  fees_disagree: (p) => `gross ${p.gross} and net ${p.net} differ by something else than the fees of ${p.fees}`,
  groups_too_many: () => "the file has more payouts, batches or types than a settlement can have",
  zm_line_cut: (p) => `the last line ends after ${p.found} bytes`,
  zm_line_short: (p) => `the line has ${p.found} bytes, at least ${p.expected} are needed`,
  zm_field_misplaced: (p) => `there is no space behind field ${p.field}: bytes are missing or added`,
  zm_amount_not_read: (p) => `"${p.text}" is not an amount of 12 digits`,
  zm_signed_not_read: (p) => `"${p.text}" is not C or D and 12 digits`,
  zm_time_not_read: (p) => `"${p.text}" is not a month, day and time`,
  zm_query_number_missing: () => "the line has no query number",
  zm_type_unknown: (p) => `trade type "${p.text}" settles nothing and is not known`,
  zm_payment_debit: () => "a payment is settled as a debit",
  zm_refund_credit: () => "a refund is settled as a credit",
  zm_contradiction: (p) => `amount ${p.amount}, settlement ${p.settled} and fee ${p.fee} contradict each other`,
  balance_breaks: (p) => `the file says ${p.stated}, but ${p.before} before it and ${p.change} make ${p.expected}`,
  balance_breaks_above: (p) => `the file says ${p.stated}, but the line above begins with ${p.expected}`,
  // Of a bank's file: its entries, balances and statements.
  field_too_long: (p) => `the field is longer than ${p.limit} characters`,
  statements_too_many: (p) => `the file holds more than ${p.limit} statements`,
  statement_twice: () => "this statement stands in the file twice",
  opening_missing: (p) => `it has no opening balance (${p.known})`,
  closing_missing: (p) => `it has no closing balance (${p.known})`,
  opening_twice: () => "there is a second opening balance in one statement",
  closing_alone: () => "there is a closing balance without an opening one",
  closing_asset_differs: (p) => `the balance is in ${p.text}, the opening one in ${p.expected}`,
  balances_asset_differs: (p) => `the balances are not in ${p.expected} as the entries`,
  entry_outside: () => "the entry stands outside of an opening and a closing balance",
  entry_asset_differs: (p) => `the entry is in "${p.text}", the account in ${p.expected}`,
  entry_day_missing: () => "it has neither a booking nor a value date",
  entry_day_not_read: (p) => `the entry date "${p.text}" is not a month and day`,
  details_too_many: (p) => `it has more than ${p.limit} details`,
  details_disagree: (p) => `the entry says ${p.stated}, its ${p.found} detail(s) add up to ${p.expected}`,
  unsigned_not_read: (p) => `"${p.text}" is not a decimal amount without a sign`,
  mt_line_without_tag: () => "the line belongs to no tag",
  mt_balance_not_read: (p) => `"${p.text}" is not a mark, date, currency and amount`,
  mt_amount_not_read: (p) => `"${p.text}" is not an amount with a decimal comma`,
  mt_entry_not_read: (p) => `"${p.text}" does not begin with a value date and a mark (C, D, RC or RD)`,
  mt_type_missing: () => "no transaction type of four characters stands behind the amount",
  mt_not_closed: (p) => `a new statement begins before account ${p.text} got its closing balance`,
  mt_page_not_continued: () => "the page before ended with :62M:, so :60M: has to follow",
  mt_first_page_missing: () => "no page that ended with :62M: stands before this one: the first pages are missing",
} as const satisfies Record<string, (params: Params) => string>;

export type OwnReasonCode = keyof typeof REASONS;
export type LineReasonCode = OwnReasonCode | MappingReasonCode;
/** A reason in no language: people are told it in theirs, and `sayLineReason` has it in English. */
export type LineReason = { readonly code: LineReasonCode; readonly params: Params };

/** Reasons that only known formats have; the others have their texts with the mappings. */
export const OWN_REASON_CODES: ReadonlySet<string> = new Set(Object.keys(REASONS));

/** Long cells are quoted by their beginning. */
const MAX_QUOTED_CHARS = 80;

export function why(code: LineReasonCode, params: Params = {}): LineReason {
  const short = Object.entries(params).map(([name, text]) => [name, text.slice(0, MAX_QUOTED_CHARS)] as const);
  return { code, params: Object.fromEntries(short) };
}

export function sayLineReason({ code, params }: LineReason): string {
  return isOwnReason(code) ? REASONS[code](params) : sayMappingReason(because(code, params));
}

export function isOwnReason(code: LineReasonCode): code is OwnReasonCode {
  return OWN_REASON_CODES.has(code);
}
