import { decodeNaively } from "./unpack-naively";

/** One row of a table by its columns' names, as the file has them without units and blanks. */
export type NaiveRow = (...names: string[]) => string;

/** A name without back-tick, quotes, blanks and its unit. */
function plainName(cell: string): string {
  return cell
    .replaceAll("（", "(")
    .replaceAll("）", ")")
    .replaceAll(/[`"\s\ufeff]/g, "")
    .replace(/\([+-]?元\)$/, "");
}

export function rowOf(header: readonly string[], cells: readonly string[]): NaiveRow {
  const names = header.map(plainName);
  return (...wanted) => {
    const at = wanted.map((name) => names.indexOf(name)).find((index) => index >= 0) ?? -1;
    return (cells[at] ?? "").trim();
  };
}

/** The first line end of a file says whether a carriage return alone is one. */
export function linesOf(bytes: Uint8Array): string[] {
  const text = decodeNaively(bytes);
  return /^[^\r\n]*\r[^\r\n]/.test(text) ? text.split(/\r\n|\n|\r/) : text.split(/\r*\n/);
}

/** An amount in units of 10^-scale; an error for what is none, which the desk must not have read either. */
export function unitsOf(cell: string, scale: number): bigint {
  const found = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(cell.trim());
  if (!found) throw new Error(`"${cell}" is no amount`);
  const [, sign = "", whole = "", fraction = ""] = found;
  if (/[1-9]/.test(fraction.slice(scale))) throw new Error(`"${cell}" is too fine`);
  return BigInt(`${sign === "-" ? "-" : ""}${whole}${fraction.slice(0, scale).padEnd(scale, "0")}`);
}

export function sizeOf(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}

/** Rows of a CSV whose cells may be quoted, character by character. */
export function quotedRows(bytes: Uint8Array): string[][] {
  const text = linesOf(bytes).join("\n");
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? "";
    if (isQuoted && char === '"' && text[at + 1] === '"') {
      cell += char;
      at += 1;
    } else if (isQuoted) {
      if (char === '"') isQuoted = false;
      else cell += char;
    } else if (char === '"' && cell === "") isQuoted = true;
    else if (char === ",") {
      row.push(cell);
      cell = "";
    } else if (char === "\n") {
      rows.push([...row, cell]);
      row = [];
      cell = "";
    } else cell += char;
  }
  if (cell !== "" || row.length > 0) rows.push([...row, cell]);
  return rows.filter((cells) => cells.some((text) => text.trim() !== ""));
}
