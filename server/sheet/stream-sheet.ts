import "server-only";
import { Zip, ZipDeflate } from "fflate";
import type { SheetFormat } from "@/contracts/sheet-formats";
import { toCsvCell } from "@/core/to-csv";
import { closeSheet, openSheet, ROWS_PART, type SheetLayout, sheetRow, workbookParts } from "@/core/xlsx/write-sheet";

export const SHEET_TYPES: Readonly<Record<SheetFormat, string>> = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "text/csv; charset=utf-8",
};
const UTF8_MARK = "\uFEFF";

type SheetRows = AsyncIterable<readonly (readonly string[])[]>;

/** A file of rows that come in portions, piece by piece: a header block, the labels, the rows. All cells are text. */
export function streamSheet(format: SheetFormat, layout: SheetLayout, rows: SheetRows): AsyncGenerator<Uint8Array> {
  return format === "xlsx" ? streamXlsx(layout, rows) : streamCsv(layout, rows);
}

async function* streamCsv(layout: SheetLayout, rows: SheetRows): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const line = (cells: readonly string[]) => `${cells.map(toCsvCell).join(",")}\r\n`;
  const labels = line(layout.columns.map(({ label }) => label));
  yield encoder.encode(`${UTF8_MARK}${layout.facts.map((fact) => line(fact)).join("")}\r\n${labels}`);
  for await (const portion of rows) yield encoder.encode(portion.map(line).join(""));
}

/** Zipped while the rows are read: no more than a portion of them is held. */
async function* streamXlsx(layout: SheetLayout, rows: SheetRows): AsyncGenerator<Uint8Array> {
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
  for (const { name, text } of workbookParts(layout)) {
    const part = new ZipDeflate(name);
    zip.add(part);
    part.push(encoder.encode(text), true);
  }
  const sheet = new ZipDeflate(ROWS_PART);
  zip.add(sheet);
  sheet.push(encoder.encode(openSheet(layout)));
  let count = 0;
  for await (const portion of rows) {
    const from = count;
    sheet.push(encoder.encode(portion.map((cells, index) => sheetRow(layout, from + index, cells)).join("")));
    count += portion.length;
    yield* take();
  }
  sheet.push(encoder.encode(closeSheet(layout, count)), true);
  zip.end();
  yield* take();
}
