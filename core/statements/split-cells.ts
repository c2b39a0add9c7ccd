import type { Header } from "./header";
import { type LineReason, why } from "./line-reasons";
import { MAX_CELL_CHARS } from "./statement";

/**
 * Cuts a WeChat data line. Every cell begins with a back-tick and nothing is quoted, so comma + back-tick is the only
 * separator that a product name with commas or a data package with JSON survives. Null when the line isn't of this shape.
 */
export function splitBacktickCells(text: string, columns: number): string[] | null {
  if (text.charCodeAt(0) !== BACKTICK) return null;
  const cells = text.slice(1).split(",`");
  if (cells.length < columns) return null;
  const last = cells[cells.length - 1] ?? "";
  cells[cells.length - 1] = withoutTrailingCommas(last);
  return cells;
}

/**
 * The same for a line that has exactly its `length` of cells, without making them: a bill has more columns than anybody
 * reads. One for all lines of a file; what `cut` finds holds until the next.
 */
export class BacktickCells {
  private readonly starts: Int32Array;
  private text = "";
  private end = 0;

  constructor(readonly length: number) {
    this.starts = new Int32Array(length + 1);
  }

  /** No cell can be too long where the line is not. */
  get isShort(): boolean {
    return this.text.length <= MAX_CELL_CHARS;
  }

  /** False where the line has another number of cells, or another shape. */
  cut(text: string): boolean {
    if (text.charCodeAt(0) !== BACKTICK) return false;
    let found = 0;
    this.starts[0] = 1;
    for (let at = text.indexOf(",`"); at >= 0; at = text.indexOf(",`", at + 2)) {
      found += 1;
      if (found === this.length) return false;
      this.starts[found] = at + 2;
    }
    if (found !== this.length - 1) return false;
    this.text = text;
    this.end = text.length;
    while (this.end > (this.starts[found] ?? 0) && text.charCodeAt(this.end - 1) === COMMA) this.end -= 1;
    return true;
  }

  at(column: number): string | undefined {
    if (column >= this.length) return undefined;
    const end = column === this.length - 1 ? this.end : (this.starts[column + 1] ?? 0) - 2;
    return this.text.slice(this.starts[column], end);
  }
}

/**
 * Cuts a comma-separated line in which some cells may be quoted, in one pass. A quote counts only as the first character
 * of a cell: a product named `5" pipe` is not a quoted cell. Null when a quote is left open.
 */
export function splitQuotedCells(text: string): string[] | null {
  const cells: string[] = [];
  let start = 0;
  while (start <= text.length) {
    if (text[start] !== '"') {
      const comma = text.indexOf(",", start);
      const end = comma < 0 ? text.length : comma;
      cells.push(text.slice(start, end));
      start = end + 1;
      continue;
    }
    const close = closingQuote(text, start + 1);
    if (close < 0) return null;
    cells.push(text.slice(start + 1, close).replaceAll('""', '"'));
    start = close + 2;
  }
  return cells;
}

/**
 * The cells of a line that is as wide as its header. Empty cells at the end are dropped only where the header has them
 * too: a name with a comma makes a line one cell longer as well, and its last cell may be empty.
 */
export function fitCells(cells: readonly string[] | null, header: Header): readonly string[] | null {
  const width = header.names.length;
  if (cells?.length === width) return cells;
  if (cells?.length !== header.paddedWidth) return null;
  return cells.slice(width).every((cell) => cell.trim() === "") ? cells.slice(0, width) : null;
}

/** The quote that ends a cell: followed by a comma or the end of the line, and not doubled. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    if (text[at + 1] === '"') at += 1;
    else if (at + 1 === text.length || text[at + 1] === ",") return at;
    else return -1;
  }
  return -1;
}

/**
 * Whether a quoted cell is still open at the end of `text`, so that its row goes on with the next line. `isOpen` says
 * whether it already was at the beginning: a row of many lines is looked at once, however long it grows.
 */
export function isQuoteOpenBehind(text: string, isOpen: boolean): boolean {
  let at = 0;
  let inQuote = isOpen;
  while (at >= 0) {
    if (!inQuote) {
      inQuote = text[at] === '"';
      at = inQuote ? at + 1 : text.indexOf(",", at) + 1 || -1;
      continue;
    }
    const quote = text.indexOf('"', at);
    if (quote < 0) return true;
    const isDoubled = text[quote + 1] === '"';
    // Anything but a comma behind a quote that closes is for `splitQuotedCells` to refuse.
    if (!isDoubled && text[quote + 1] !== ",") return false;
    inQuote = isDoubled;
    at = quote + 2;
  }
  return false;
}

const BACKTICK = 96;
const COMMA = 44;

function withoutTrailingCommas(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 44) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}

/** The cells of a line whose cells may be quoted, or why it has not as many as the header names. */
export function cutQuotedLine(text: string, header: Header): readonly string[] | LineReason {
  const found = splitQuotedCells(text);
  const cells = fitCells(found, header);
  return cells ?? why("line_cell_count", { found: `${found?.length ?? 0}`, expected: `${header.names.length}` });
}

/** A blank line, or an empty row as spreadsheets save it, perhaps with quotes. */
export function isSpreadsheetBlank(text: string): boolean {
  if (text === "") return true;
  return /^(?:,|"")/.test(text) && text.split(",").every((cell) => cell.trim() === "" || cell.trim() === '""');
}
