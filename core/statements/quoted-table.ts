import { unreadable } from "./collect-lines";
import { findHeaderFault, type Header, readHeader } from "./header";
import { why } from "./line-reasons";
import type { RowProblem } from "./row";
import { isQuoteOpenBehind } from "./split-cells";
import type { PhysicalLine } from "./split-lines";
import { MAX_LINE_BYTES } from "./statement";

/** As many as `detectStatementFormat` looks behind for a header. */
const MAX_TITLE_LINES = 20;
/** A line with more cells is no title: it is a header that is not as it should be, and what follows it are rows. */
const MAX_TITLE_CELLS = 4;

export type TableRow<Columns> = { line: PhysicalLine; header: Header; columns: Columns };

/** A row, what is wrong with it, or nothing: a title, the header, a blank line, a line inside a row. */
export type TableReading<Columns> = { row: TableRow<Columns> } | { problem: RowProblem } | null;

export type TableForm<Columns extends Readonly<Record<string, number>>> = {
  readonly columnsOf: (header: Header) => Columns;
  readonly required: readonly (keyof Columns & string)[];
  /** Columns of which at least one has to be there. */
  readonly oneOf?: readonly (keyof Columns & string)[];
  /** Whether a column of this name may come more than once. */
  readonly mayRepeat?: (name: string) => boolean;
};

/**
 * A table whose cells may be quoted, with its columns by name: the first line that has all required ones is the header,
 * and a quoted cell may hold line ends. A row's number and offset are those of its first line.
 */
export class QuotedTable<Columns extends Readonly<Record<string, number>>> {
  private found: Omit<TableRow<Columns>, "line"> | null = null;
  private because: string | null = null;
  private titles = 0;
  private open: PhysicalLine | null = null;

  constructor(private readonly form: TableForm<Columns>) {}

  read(line: PhysicalLine): TableReading<Columns> {
    if (this.open === null && line.text.trim() === "") return null;
    if (this.found === null) {
      this.readTitle(line);
      return null;
    }
    const row = this.join(line);
    if (row === null) return null;
    if (row.text.length <= MAX_LINE_BYTES) return { row: { ...this.found, line: row } };
    return unreadable(why("row_quote_open", { line: `${row.lineNo}` }));
  }

  /** Why the file is no such table, and what it ends without. */
  end(): { unknown: string | null; missing: string | null } {
    const unknown = this.found ? null : (this.because ?? "has no header line");
    return { unknown, missing: this.open ? `the closing quote of the row on line ${this.open.lineNo}` : null };
  }

  /** A title may stand before the header; people are told what is wrong with the line that looks most like one. */
  private readTitle(line: PhysicalLine): void {
    if (this.titles >= MAX_TITLE_LINES) return;
    this.titles += 1;
    const header = readHeader(line);
    const columns = this.form.columnsOf(header);
    const isRepeated = header.repeated !== null && this.form.mayRepeat?.(header.repeated) !== true;
    const named = isRepeated ? header : { ...header, repeated: null };
    const fault = findHeaderFault<keyof Columns & string>(named, columns, this.requiredOf(columns));
    if (fault === null) {
      this.found = { header, columns };
      return;
    }
    this.because ??= fault;
    if (header.names.length > MAX_TITLE_CELLS) {
      this.because = fault;
      this.titles = MAX_TITLE_LINES;
    }
  }

  private requiredOf(columns: Columns): readonly (keyof Columns & string)[] {
    const { required, oneOf = [] } = this.form;
    return oneOf.some((name) => (columns[name] ?? -1) >= 0) ? required : [...required, ...oneOf];
  }

  private join(line: PhysicalLine): PhysicalLine | null {
    const isOpen = isQuoteOpenBehind(line.text, this.open !== null);
    const row = this.open ? { ...this.open, text: `${this.open.text}\n${line.text}` } : line;
    this.open = isOpen && row.text.length <= MAX_LINE_BYTES ? row : null;
    return this.open ? null : row;
  }
}
