import { splitQuotedCells } from "./split-cells";
import type { PhysicalLine } from "./split-lines";

/** Column names as written in the file's header, normalised, to their index. A Map: a header may say `__proto__`. */
export type Header = {
  names: readonly string[];
  indexOf: ReadonlyMap<string, number>;
  repeated: string | null;
  /** Cells in the header line, with the empty ones that a spreadsheet appends to make all rows equally long. */
  paddedWidth: number;
};

const UNIT = /\((?:单位[:：])?[+\-＋－]?元\)$/;

/** Blanks of all widths, marks that nobody sees, and what spreadsheets and channels put around a name. */
const AROUND_NAMES = '`"\ufeff \t\r\u00a0\u2007\u200b\u202f\u2060\u3000';

/**
 * One name for the ways in which a column is written: full-width or half-width parentheses, with or without the unit,
 * a back-tick, quotes or blanks around it. "商家实收（元）" and "`商家实收(元)" are both "商家实收", "收入金额（+元）" is "收入金额".
 */
export function normalName(cell: string): string {
  let name = "";
  for (const char of cell) {
    if (char === "（") name += "(";
    else if (char === "）") name += ")";
    else if (!AROUND_NAMES.includes(char)) name += char;
  }
  return name.replace(UNIT, "");
}

/**
 * Reads a header line. Spreadsheets append empty cells, documentation copies have full-width commas, and a column that a
 * user named may be quoted for the comma in it; a line that is quoted as a whole is none of the kind.
 */
export function readHeader(line: Pick<PhysicalLine, "text">): Header {
  const quoted = line.text.includes('"') ? splitQuotedCells(line.text) : null;
  const cells = quoted && quoted.length > 1 ? quoted : line.text.replaceAll("，", ",").split(",");
  const names = cells.map(normalName);
  const paddedWidth = names.length;
  while (names.at(-1) === "") names.pop();
  const indexOf = new Map<string, number>();
  let repeated: string | null = null;
  names.forEach((name, index) => {
    if (indexOf.has(name) && name !== "") repeated ??= name;
    else indexOf.set(name, index);
  });
  return { names, indexOf, repeated, paddedWidth };
}

/** The index of the first of `aliases` that the header has, or -1. */
export function findColumn(header: Header, ...aliases: readonly string[]): number {
  for (const alias of aliases) {
    const index = header.indexOf.get(alias);
    if (index !== undefined) return index;
  }
  return -1;
}

/** Why a file with this header is not one of ours: a column twice, or one of `required` nowhere; null when it is. */
export function findHeaderFault<Name extends string>(
  header: Header,
  columns: Readonly<Record<Name, number>>,
  required: readonly NoInfer<Name>[],
): string | null {
  if (header.repeated !== null) return `has the column ${header.repeated} twice`;
  const absent = required.filter((name) => columns[name] < 0);
  return absent.length > 0 ? `has no column for ${absent.join(", ")}` : null;
}
