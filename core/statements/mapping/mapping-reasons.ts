/** Why a cell, a line or a whole file cannot be read by a mapping. The page says them in the reader's language, a refusal in English. */
const REASONS = {
  // Of the file: in words that follow "The file".
  header_missing: () => "has no header line",
  header_quote_open: () => "has a header line whose quotes do not close",
  header_too_wide: (p) => `has more than ${p.limit} columns`,
  column_twice: (p) => `has the column ${p.column} twice`,
  columns_absent: (p) => `has no column ${p.columns} in its header line "${p.header}"`,
  // Of a line or one of its cells.
  quote_open: () => "a quote is left open, or text follows a closing quote; a cell cannot go on over a line end",
  cell_count: (p) => `the line has ${p.found} cells where the mapping expects ${p.expected}`,
  cell_too_long: (p) => `the cell is longer than ${p.limit} characters`,
  line_unterminated: () =>
    "the last line has no line end, so the file may have been cut inside it; the mapping can allow this",
  footer_too_long: (p) =>
    `more than ${p.limit} lines follow the beginning of the footer; a payment line may look like it`,
  number_rounded: (p) => `"${p.text}" was rounded by a spreadsheet`,
  number_too_long: (p) => `the number is longer than ${p.limit} characters`,
  number_control: () => "the number holds a control character",
  number_untrimmed: () => "the number begins or ends with a blank that the mapping does not trim",
  numbers_missing: () => "the line has neither our order number nor the channel's trade number",
  value_missing: () => "the cell is empty, and the mapping lists no meaning for that",
  value_unmapped: (p) => `"${p.text}" is not among the texts that the mapping lists for this column`,
  amount_missing: () => "the amount is missing",
  amount_exponent: (p) => `"${p.text}" is in exponent form`,
  amount_grouped: (p) => `"${p.text}" has separators that the mapping does not name`,
  amount_symbol: (p) => `"${p.text}" has a sign or letter that the mapping does not name`,
  amount_parentheses: (p) => `"${p.text}" is in parentheses, which the mapping does not take as minus`,
  amount_unreadable: (p) => `"${p.text}" is not an amount`,
  amount_too_precise: (p) => `"${p.text}" has more than ${p.scale} decimals`,
  amount_not_whole: (p) => `"${p.text}" is not a whole number of minor units`,
  amount_too_large: (p) => `"${p.text}" is larger than the books take`,
  amount_negative: (p) => `"${p.text}" is negative, and the mapping says that amounts are not`,
  amount_zero_sign: () => "an amount of zero has no sign that would tell a payment from a refund",
  amount_two_sided: () => "both the in and the out column hold an amount",
  amount_no_side: () => "neither the in nor the out column holds an amount",
  kind_disagrees: (p) => `"${p.text}" means ${p.kind}, but the amount's sign or column says otherwise`,
  fee_negative: (p) => `"${p.text}" is negative, and the mapping says that fees have no sign`,
  asset_unknown: (p) => `"${p.text}" is not an asset that the desk knows`,
  time_unreadable: (p) => `"${p.text}" is not written as ${p.pattern}`,
  time_skipped: (p) => `${p.text} never was in ${p.zone}: clocks were put forward over it`,
  day_differs: (p) => `the line is for ${p.text}, the lines before it are for ${p.expected}`,
} as const satisfies Record<string, (params: Readonly<Record<string, string>>) => string>;

export type MappingReasonCode = keyof typeof REASONS;
export type MappingReason = { readonly code: MappingReasonCode; readonly params: Readonly<Record<string, string>> };

/** Long cells are quoted by their beginning. */
const MAX_QUOTED_CHARS = 80;

export function because(code: MappingReasonCode, params: Readonly<Record<string, string>> = {}): MappingReason {
  const short = Object.entries(params).map(([name, text]) => [name, text.slice(0, MAX_QUOTED_CHARS)] as const);
  return { code, params: Object.fromEntries(short) };
}

/** The reason in English, as refusals of lines carry it. */
export function sayMappingReason({ code, params }: MappingReason): string {
  return REASONS[code](params);
}
