import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { readSheetRows } from "@/core/xlsx/read-sheet";
import { rowsPerSheet, type SheetLayout } from "@/core/xlsx/write-sheet";
import { streamSheet } from "./stream-sheet";

const layout: SheetLayout = {
  name: "A name that is as long as a sheet's may be",
  facts: [["What", "Items"]],
  columns: [{ label: "No", width: 9 }],
};

async function* portionsOf(...counts: readonly number[]) {
  let no = 0;
  for (const count of counts) yield Array.from({ length: count }, () => [`${++no}`]);
}

async function partsOf(pieces: AsyncIterable<Uint8Array>) {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return unzipSync(Buffer.concat(all));
}

function rowsIn(parts: Record<string, Uint8Array>, sheet: string): (string | undefined)[] {
  const read = readSheetRows(strFromU8(parts[`xl/worksheets/${sheet}.xml`] ?? new Uint8Array()), [], 100);
  if (!read.ok) throw new Error(read.refusal.message);
  return read.value.slice(2).map(({ cells }) => cells.get(0));
}

test("a workbook of more rows than a sheet holds goes on with the next one, with the same head, and loses none", async () => {
  const parts = await partsOf(streamSheet("xlsx", layout, portionsOf(2, 5, 0, 1), 3));
  expect(["sheet1", "sheet2", "sheet3"].map((sheet) => rowsIn(parts, sheet))).toEqual([
    ["1", "2", "3"],
    ["4", "5", "6"],
    ["7", "8"],
  ]);
  const book = strFromU8(parts["xl/workbook.xml"] ?? new Uint8Array());
  const names = [...book.matchAll(/sheet name="([^"]*)"/g)].map(([, name]) => name);
  expect(names).toEqual([
    "A name that is as long as a she",
    "A name that is as long as a (2)",
    "A name that is as long as a (3)",
    "Lists",
  ]);
  for (const part of ["sheet2", "sheet3", "lists"])
    for (const index of ["[Content_Types].xml", "xl/_rels/workbook.xml.rels"])
      expect(strFromU8(parts[index] ?? new Uint8Array())).toContain(`worksheets/${part}.xml`);
});

test("a sheet that is exactly full is not followed by an empty one; one without rows is there", async () => {
  expect(Object.keys(await partsOf(streamSheet("xlsx", layout, portionsOf(3), 3)))).not.toContain(
    "xl/worksheets/sheet2.xml",
  );
  expect(rowsIn(await partsOf(streamSheet("xlsx", layout, portionsOf())), "sheet1")).toEqual([]);
});

test("a spreadsheet opens 1,048,576 rows, of which the head takes some", () => {
  expect(rowsPerSheet(layout)).toBe(1_048_573);
});
