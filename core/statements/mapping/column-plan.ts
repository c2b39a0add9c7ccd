import { DELIMITERS, listMappedColumns, QUOTES, type StatementMapping, type Trim } from "./mapping";
import { because, type MappingReason } from "./mapping-reasons";
import { splitDelimited } from "./split-delimited";
import { trimCell } from "./trim-cell";

/** Where a mapping's columns stand in this file. `names` are what a refusal calls them. */
export type ColumnPlan = {
  readonly names: readonly string[];
  /** Cells in the header line with the empty ones that a spreadsheet appends to make all rows equally long. */
  readonly paddedWidth: number;
  readonly indexOf: ReadonlyMap<string, number>;
};

/** More columns than any statement has; a line of delimiters must not cost a cell each. */
export const MAX_COLUMNS = 256;

const HEADER_TRIMS: ReadonlySet<Trim> = new Set<Trim>(["SPACES", "TABS", "BACKTICKS", "QUOTES"]);

/** The cells of a line as they are separated, not yet trimmed; null where a quote is left open. */
export function cutCells(text: string, mapping: Pick<StatementMapping, "text">): string[] | null {
  return splitDelimited(text, DELIMITERS[mapping.text.delimiter], QUOTES[mapping.text.quote]);
}

/** A column's name as it is compared: without what stands around it. */
export function headerName(cell: string): string {
  return trimCell(cell, HEADER_TRIMS);
}

/** The plan by a header line, or why it is not a header of this mapping. */
export function planByHeader(text: string, mapping: StatementMapping): { plan: ColumnPlan } | { fault: MappingReason } {
  const cells = cutCells(text, mapping);
  if (cells === null) return { fault: because("header_quote_open") };
  if (cells.length > MAX_COLUMNS) return { fault: because("header_too_wide", { limit: `${MAX_COLUMNS}` }) };
  const names = cells.map(headerName);
  const paddedWidth = names.length;
  while (names.at(-1) === "") names.pop();
  // A Map: a header may say `__proto__`.
  const indexOf = new Map<string, number>();
  const repeated = new Set<string>();
  names.forEach((name, index) => {
    if (indexOf.has(name)) repeated.add(name);
    else indexOf.set(name, index);
  });
  const wanted = [...new Set(listMappedColumns(mapping).map(({ column }) => column))];
  const twice = wanted.find((name) => repeated.has(name));
  if (twice !== undefined) return { fault: because("column_twice", { column: twice }) };
  const absent = wanted.filter((name) => !indexOf.has(name));
  if (absent.length > 0) {
    return { fault: because("columns_absent", { columns: absent.join(", "), header: text }) };
  }
  return { plan: { names, paddedWidth, indexOf } };
}

/** The plan of a file without a header line: its columns are called by their positions. */
export function planByPosition(width: number): ColumnPlan {
  const names = Array.from({ length: width }, (_, index) => `${index + 1}`);
  return { names, paddedWidth: width, indexOf: new Map(names.map((name, index) => [name, index])) };
}
