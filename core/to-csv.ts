const FORMULA_START = /^[=+\-@\t\r]/;
/** A negative amount begins like a formula and is none. */
const NUMBER = /^-\d+(\.\d+)?$/;
const NEEDS_QUOTES = /[",\n\r]/;
/** So that spreadsheets read it as UTF-8. */
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Rows as CSV (RFC 4180) for people who open it in a spreadsheet. A text that a spreadsheet would run as a formula gets
 * an apostrophe in front: the text comes from outside, and opening a file must never do anything.
 */
export function toCsv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return BYTE_ORDER_MARK + [header, ...rows].map((row) => `${row.map(toCsvCell).join(",")}\r\n`).join("");
}

export function toCsvCell(text: string): string {
  const harmless = FORMULA_START.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
