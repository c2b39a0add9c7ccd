import "server-only";
import { Zip, ZipDeflate } from "fflate";
import type { SheetFormat } from "@/contracts/sheet-formats";
import { toCsvCell } from "@/core/to-csv";
import {
  closeSheet,
  openSheet,
  rowsPart,
  rowsPerSheet,
  type SheetLayout,
  sheetRow,
  workbookParts,
} from "@/core/xlsx/write-sheet";

export const SHEET_TYPES: Readonly<Record<SheetFormat, string>> = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "text/csv; charset=utf-8",
};
const UTF8_MARK = "\uFEFF";

type SheetRows = AsyncIterable<readonly (readonly string[])[]>;

/**
 * A file of rows that come in portions, piece by piece: a header block, the labels, the rows. All cells are text. A workbook goes
 * on with another sheet after `sheetRows` rows, by default as many as a spreadsheet can open.
 */
export function streamSheet(
  format: SheetFormat,
  layout: SheetLayout,
  rows: SheetRows,
  sheetRows = rowsPerSheet(layout),
): AsyncGenerator<Uint8Array> {
  return format === "xlsx" ? streamXlsx(layout, rows, sheetRows) : streamCsv(layout, rows);
}

async function* streamCsv(layout: SheetLayout, rows: SheetRows): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const line = (cells: readonly string[]) => `${cells.map(toCsvCell).join(",")}\r\n`;
  const labels = line(layout.columns.map(({ label }) => label));
  yield encoder.encode(`${UTF8_MARK}${layout.facts.map((fact) => line(fact)).join("")}\r\n${labels}`);
  for await (const portion of rows) yield encoder.encode(portion.map(line).join(""));
}

/** Zipped while the rows are read: no more than a portion of them is held. What one sheet cannot hold is on the next. */
async function* streamXlsx(layout: SheetLayout, rows: SheetRows, sheetRows: number): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let written: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    written.push(chunk);
  });
  const take = () => {
    const taken = written;
    written = [];
    return taken;
  };
  const addPart = (name: string) => {
    const part = new ZipDeflate(name);
    zip.add(part);
    return (text: string, isLast: boolean) => part.push(encoder.encode(text), isLast);
  };
  const openRows = (no: number) => {
    const write = addPart(rowsPart(no));
    write(openSheet(layout), false);
    return write;
  };
  let sheetNo = 1;
  let count = 0;
  let write = openRows(sheetNo);
  for await (const portion of rows) {
    for (let from = 0; from < portion.length; ) {
      if (count === sheetRows) {
        write(closeSheet(layout, count), true);
        sheetNo += 1;
        count = 0;
        write = openRows(sheetNo);
      }
      const some = portion.slice(from, from + sheetRows - count);
      const first = count;
      write(some.map((cells, index) => sheetRow(layout, first + index, cells)).join(""), false);
      from += some.length;
      count += some.length;
    }
    yield* take();
  }
  write(closeSheet(layout, count), true);
  for (const { name, text } of workbookParts(layout, sheetNo)) addPart(name)(text, true);
  zip.end();
  yield* take();
}
