import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnName } from "./column-name";
import { readCsvRows } from "./read-csv";
import { findFirstSheet, readSharedStrings, readSheetRows } from "./read-sheet";
import { closeSheet, openSheet, type SheetLayout, sheetRow, workbookParts } from "./write-sheet";

const LAYOUT: SheetLayout = {
  name: "Items [1]",
  facts: [["Filter", "kind=LONG"]],
  columns: [
    { label: "Item", width: 20 },
    { label: "Resolution", width: 20, isOpen: true, choices: ["A", "B & C"] },
    { label: "Seal", width: 10, isHidden: true },
  ],
};
const FIRST_ROW = 4;

function write(rows: readonly (readonly string[])[]): string {
  const body = rows.map((cells, index) => sheetRow(LAYOUT, index, cells)).join("");
  return `${openSheet(LAYOUT)}${body}${closeSheet(LAYOUT, rows.length)}`;
}

function read(xml: string, strings: readonly string[] = [], maxRows = 100) {
  const result = readSheetRows(xml, strings, maxRows);
  return result.ok ? result.value : result.refusal.code;
}

describe("a sheet", () => {
  it("is read as it was written, whatever stands in its cells", () => {
    const cell = fc.string({ unit: "grapheme", maxLength: 40 }).map((text) => text.replaceAll(/[^\P{Cc}\t\n\r]/gu, ""));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 }), (rows) => {
        const found = read(write(rows));
        if (typeof found === "string") throw new Error(found);
        const byRow = new Map(found.map(({ rowNo, cells }) => [rowNo, cells]));
        rows.forEach((cells, index) => {
          const again = byRow.get(FIRST_ROW + index);
          expect(cells.map((_, column) => again?.get(column) ?? "")).toEqual(cells);
        });
      }),
    );
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "=cmd|'/C calc'!A0", "</t></is></c><c><f>1</f>"])(
    "%j stays text and is never a formula",
    (text) => {
      const xml = write([[text, "", ""]]);
      expect(xml).not.toContain("<f>");
      const found = read(xml);
      expect(typeof found === "string" ? found : found.at(-1)?.cells.get(0)).toBe(text);
    },
  );

  it("locks what is not to be filled in, offers what is, and hides what makes a row known again", () => {
    const xml = write([["SU1", "", "x"]]);
    expect(xml).toContain('<sheetProtection sheet="1"');
    expect(xml).toContain('<c r="B4" s="2"/>');
    expect(xml).toContain('max="3" width="10" customWidth="1" hidden="1"');
    expect(xml).toContain("<formula1>Lists!$B$1:$B$2</formula1>");
    const lists = workbookParts(LAYOUT, 1).find(({ name }) => name === "xl/worksheets/lists.xml");
    expect(lists?.text).toContain("B &amp; C");
    expect(workbookParts(LAYOUT, 1).find(({ name }) => name === "xl/workbook.xml")?.text).toContain('name="Items  1 "');
  });

  it("is read with shared texts, rich texts, other prefixes, and cells without names, as programs save it", () => {
    const strings = readSharedStrings(
      '<x:sst xmlns:x="u"><x:si><x:t>one</x:t></x:si><x:si><x:r><x:t>tw</x:t></x:r><x:r><x:t>o</x:t></x:r><x:rPh><x:t>no</x:t></x:rPh></x:si><x:si/></x:sst>',
    );
    expect(strings).toEqual({ ok: true, value: ["one", "two", ""] });
    const xml =
      '<x:worksheet><x:sheetData><x:row r="7"><x:c t="s"><x:v>1</x:v></x:c><x:c><x:v>12.5</x:v></x:c><x:c r="AA7" t="str"><x:v>a &lt; b</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    expect(read(xml, ["one", "two"])).toEqual([
      {
        rowNo: 7,
        cells: new Map([
          [0, "two"],
          [1, "12.5"],
          [26, "a < b"],
        ]),
      },
    ]);
  });
});

describe("what is refused", () => {
  it.each([
    ['<row r="2"><c r="B2"><f>SUM(A1)</f><v>1</v></c></row>', "sheet_has_formulas"],
    ['<row r="2"><c r="B2"><f t="shared" si="0"/><v>1</v></c></row>', "sheet_has_formulas"],
    ['<!DOCTYPE a [<!ENTITY b "c">]><row/>', "sheet_corrupt"],
    ["<row", "sheet_corrupt"],
    ["<!-- ", "sheet_corrupt"],
    [`<c r="A1" x="${"y".repeat(5_000)}"/>`, "sheet_corrupt"],
    [`<row><c t="str"><v>${"y".repeat(9_000)}</v></c></row>`, "sheet_too_large"],
    ['<row><c r="ZZZ1" t="str"><v>1</v></c></row>', "sheet_too_large"],
    [
      '<row r="1"><c><v>1</v></c></row><row r="2"><c><v>1</v></c></row><row r="3"><c><v>1</v></c></row>',
      "sheet_too_large",
    ],
  ])("%s: %s", (xml, code) => {
    expect(read(xml, [], 2)).toBe(code);
  });

  it("a workbook that names no sheet", () => {
    expect(findFirstSheet("<workbook/>", "<Relationships/>").ok).toBe(false);
    const workbook = '<workbook><sheets><sheet name="a" r:id="rId9"/></sheets></workbook>';
    const relations = '<Relationships><Relationship Id="rId9" Target="worksheets/other.xml"/></Relationships>';
    expect(findFirstSheet(workbook, relations)).toEqual({ ok: true, value: "xl/worksheets/other.xml" });
  });

  it("a page of pathological text is read in one pass", () => {
    // Read again from each of its characters, a million of them would take hours.
    read(`<row><c t="str"><v>${"&".repeat(1_000_000)}</v></c></row>`);
    expect(read(`<c ${"a".repeat(1_000_000)}/>`)).toBe("sheet_corrupt");
  });
});

describe("CSV", () => {
  const cellsOf = (text: string) => {
    const result = readCsvRows(text, 10);
    return result.ok ? result.value.map(({ cells }) => [...cells.values()]) : result.refusal.code;
  };
  it.each([
    [
      "\uFEFFa,b\r\n1,2\r\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "a;b\n\n1;2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      'a\t"x ""y"" \n z"\r1\t2',
      [
        ["a", 'x "y" \n z'],
        ["1", "2"],
      ],
    ],
    ['"never closed', "sheet_corrupt"],
    ["1\n".repeat(20), "sheet_too_large"],
  ])("%j", (text, rows) => {
    expect(cellsOf(text)).toEqual(rows);
  });
});

it("columns have their letters", () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnName)).toEqual(["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
});
