import { accept, type Refusal, type Result, refuse } from "@/core/result";
import { columnName } from "./column-name";
import { readTags, XmlRefused, type XmlTag } from "./read-tags";

/** A row of a sheet by its number there; columns are counted from 0, empty cells are left out. */
export type SheetRow = { readonly rowNo: number; readonly cells: ReadonlyMap<number, string> };
export type SheetRefusal = Refusal<"sheet_corrupt" | "sheet_has_formulas" | "sheet_too_large">;

export const MAX_SHEET_COLUMNS = 64;
/** What is said of them by name; there may be more. */
const FORMULAS_NAMED = 10;
const MAX_CELL_CHARS = 8_000;

/** Where the first sheet of a workbook lies in the archive, by `xl/workbook.xml` and its relations. */
export function findFirstSheet(workbook: string, relations: string): Result<string, SheetRefusal> {
  return reading(() => {
    const first = findTag(workbook, "sheet")?.attributes.get("id");
    for (const { name, attributes } of readTags(relations)) {
      const target = attributes.get("Target");
      if (name !== "Relationship" || attributes.get("Id") !== first || target === undefined) continue;
      return accept(target.startsWith("/") ? target.slice(1) : `xl/${target}`);
    }
    return corrupt("it names no sheet");
  });
}

function findTag(xml: string, name: string): XmlTag | null {
  for (const tag of readTags(xml)) if (tag.name === name && tag.kind !== "close") return tag;
  return null;
}

/** The texts that cells refer to by number. What a text says in another reading (phonetics) is not part of it. */
export function readSharedStrings(xml: string): Result<string[], SheetRefusal> {
  return reading(() => {
    const strings: string[] = [];
    let text = "";
    let isPhonetic = false;
    for (const { name, kind, textBefore } of readTags(xml)) {
      if (name === "rPh") isPhonetic = kind === "open";
      else if (name === "t" && kind === "close" && !isPhonetic) text += textBefore;
      else if (name === "si") {
        if (kind !== "open") strings.push(text);
        text = "";
      }
    }
    return accept(strings);
  });
}

/**
 * The rows of a sheet as text. Cells with formulas are refused by name: what they show was computed on another machine,
 * and nobody here can say of what.
 */
export function readSheetRows(
  xml: string,
  strings: readonly string[],
  maxRows: number,
): Result<SheetRow[], SheetRefusal> {
  return reading(() => {
    const rows: SheetRow[] = [];
    const formulas: string[] = [];
    let cells = new Map<number, string>();
    let rowNo = 0;
    let cell: { column: number; type: string; text: string } = { column: -1, type: "n", text: "" };
    for (const { name, kind, attributes, textBefore } of readTags(xml)) {
      if (name === "row" && kind !== "close") {
        rowNo = Number.parseInt(attributes.get("r") ?? "", 10) || rowNo + 1;
        cell = { column: -1, type: "n", text: "" };
        cells = new Map();
      } else if (name === "row") {
        if (cells.size > 0) rows.push({ rowNo, cells });
        if (rows.length > maxRows) return tooLarge(maxRows);
      } else if (name === "c" && kind !== "close") {
        cell = { column: columnOf(attributes.get("r"), cell.column + 1), type: attributes.get("t") ?? "n", text: "" };
      } else if (name === "c") {
        const text = cell.type === "s" ? (strings[Number.parseInt(cell.text, 10)] ?? "") : cell.text;
        if (text.length > MAX_CELL_CHARS || cell.column >= MAX_SHEET_COLUMNS) return tooLarge(maxRows);
        if (text !== "") cells.set(cell.column, text);
      } else if (name === "f" && kind !== "close") {
        formulas.push(`${columnName(cell.column)}${rowNo}`);
      } else if ((name === "v" || name === "t") && kind === "close") {
        cell.text += textBefore;
      }
    }
    return formulas.length === 0 ? accept(rows) : refuseFormulas(formulas);
  });
}

/** The same for any kind of sheet. */
export function refuseFormulas(cells: readonly string[]): { ok: false; refusal: Refusal<"sheet_has_formulas"> } {
  const named = cells.slice(0, FORMULAS_NAMED).join(", ");
  const more = cells.length > FORMULAS_NAMED ? ` and ${cells.length - FORMULAS_NAMED} more` : "";
  const message = `These cells hold formulas: ${named}${more}. Put their values there as plain text; nothing was read.`;
  return refuse("sheet_has_formulas", message, { cells: `${named}${more === "" ? "" : ", …"}` });
}

function reading<T>(read: () => Result<T, SheetRefusal>): Result<T, SheetRefusal> {
  try {
    return read();
  } catch (error) {
    if (error instanceof XmlRefused) return corrupt(error.message);
    throw error;
  }
}

function corrupt(reason: string): { ok: false; refusal: SheetRefusal } {
  const message = `This is not a sheet that can be read: ${reason}. Save it as .xlsx or .csv again; nothing was read.`;
  return refuse("sheet_corrupt", message, { reason });
}

function tooLarge(maxRows: number): { ok: false; refusal: SheetRefusal } {
  const limit = `${maxRows}`;
  return refuse(
    "sheet_too_large",
    `The sheet has more than ${limit} rows, or a cell or row is too long. Nothing was read.`,
    {
      limit,
    },
  );
}

/** "C7" is column 2; a cell without a name follows the one before it. */
function columnOf(reference: string | undefined, next: number): number {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? "")?.[0];
  if (letters === undefined) return next;
  let index = 0;
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - "A".charCodeAt(0) + 1;
  return index - 1;
}
