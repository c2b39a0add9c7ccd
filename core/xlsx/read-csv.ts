import { accept, type Refusal, type Result, refuse } from "@/core/result";
import type { SheetRow } from "./read-sheet";

/** RFC 4180, with whichever of comma, semicolon and tab the first line of many cells uses; empty cells are left out. */
export function readCsvRows(
  text: string,
  maxRows: number,
): Result<SheetRow[], Refusal<"sheet_corrupt" | "sheet_too_large">> {
  const plain = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const separator = guessSeparator(plain);
  const rows: SheetRow[] = [];
  let cells = new Map<number, string>();
  let [rowNo, column, at] = [1, 0, 0];
  const keep = (cell: string) => {
    if (cell !== "") cells.set(column, cell);
  };
  while (at < plain.length) {
    const { cell, end } = plain[at] === '"' ? readQuoted(plain, at) : readBare(plain, at, separator);
    if (end < 0)
      return refuse("sheet_corrupt", "A quoted cell has no end. Save it as .csv again; nothing was read.", {
        reason: "a quoted cell has no end",
      });
    keep(cell);
    const next = plain[end];
    at = end + 1;
    if (next === separator) {
      column += 1;
      continue;
    }
    if (next === "\r" && plain[at] === "\n") at += 1;
    if (cells.size > 0) rows.push({ rowNo, cells });
    if (rows.length > maxRows)
      return refuse("sheet_too_large", `The sheet has more than ${maxRows} rows. Nothing was read.`, {
        limit: `${maxRows}`,
      });
    cells = new Map();
    [rowNo, column] = [rowNo + 1, 0];
  }
  if (cells.size > 0) rows.push({ rowNo, cells });
  return accept(rows);
}

function guessSeparator(text: string): string {
  const counts = [",", ";", "\t"].map((mark) => ({ mark, count: text.slice(0, 4_096).split(mark).length }));
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).mark;
}

function readBare(text: string, from: number, separator: string): { cell: string; end: number } {
  let end = from;
  while (end < text.length && text[end] !== separator && text[end] !== "\n" && text[end] !== "\r") end += 1;
  return { cell: text.slice(from, end), end };
}

/** `end` is where the cell's separator stands, or -1 when its quote is never closed. */
function readQuoted(text: string, from: number): { cell: string; end: number } {
  const parts: string[] = [];
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { cell: "", end: -1 };
    parts.push(text.slice(at, quote));
    if (text[quote + 1] !== '"') return { cell: parts.join(""), end: quote + 1 };
    parts.push('"');
    at = quote + 2;
  }
}
