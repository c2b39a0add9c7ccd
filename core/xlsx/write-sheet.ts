import { columnName } from "./column-name";

/** A column of a sheet. `isOpen`: people may fill it in; every other cell is locked. */
export type SheetColumn = {
  readonly label: string;
  /** In characters. */
  readonly width: number;
  readonly isHidden?: boolean;
  readonly isOpen?: boolean;
  /** What the cells of an open column offer. */
  readonly choices?: readonly string[];
};
/** One sheet: facts about it, one a row, then an empty row, the labels, and the rows. */
export type SheetLayout = {
  readonly name: string;
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly columns: readonly SheetColumn[];
};

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";
/** Indexes of the cell formats in `STYLES`. All are text ("@"): a spreadsheet must not make numbers of our numbers. */
const STYLE = { locked: 0, bold: 1, open: 2, label: 3 } as const;
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const MAX_SHEET_NAME = 31;
const MAX_SHEET_ROWS = 1_048_576;
const LISTS_PART = "xl/worksheets/lists.xml";

const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFFF7D6"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8EDF3"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/><xf numFmtId="49" fillId="2" applyNumberFormat="1" applyFill="1" applyProtection="1"><protection locked="0"/></xf><xf numFmtId="49" fontId="1" fillId="3" applyNumberFormat="1" applyFont="1" applyFill="1"/></cellXfs></styleSheet>`;

/** The file's parts except for the sheets of rows themselves, of which it has `sheetCount`, by their names in the archive. */
export function workbookParts(
  { name, columns }: SheetLayout,
  sheetCount: number,
): { readonly name: string; readonly text: string }[] {
  const sheetNos = Array.from({ length: sheetCount }, (_, index) => index + 1);
  const paths = [...sheetNos.map(rowsPart), LISTS_PART];
  const types = paths.map((path) => `<Override PartName="/${path}" ContentType="${SHEET_TYPE}.worksheet+xml"/>`);
  const overrides = `<Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/>${types.join("")}<Override PartName="/xl/styles.xml" ContentType="${SHEET_TYPE}.styles+xml"/>`;
  const sheets = sheetNos.map((no) => `<sheet name="${sheetName(name, no)}" sheetId="${no}" r:id="rId${no}"/>`);
  const lists = sheetCount + 1;
  return [
    {
      name: "[Content_Types].xml",
      text: `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides}</Types>`,
    },
    { name: "_rels/.rels", text: relations([["officeDocument", "xl/workbook.xml"]]) },
    {
      name: "xl/workbook.xml",
      text: `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.join("")}<sheet name="Lists" sheetId="${lists}" state="hidden" r:id="rId${lists}"/></sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      text: relations([
        ...paths.map((path) => ["worksheet", path.slice("xl/".length)] as const),
        ["styles", "styles.xml"],
      ]),
    },
    { name: "xl/styles.xml", text: STYLES },
    { name: LISTS_PART, text: listsSheet(columns) },
  ];
}

/** The name of a sheet of rows in the archive, from 1; its text is begun by `openSheet` and ended by `closeSheet`. */
export function rowsPart(sheetNo: number): string {
  return `xl/worksheets/sheet${sheetNo}.xml`;
}

/** How many rows fit beneath the facts and labels: a spreadsheet has 1,048,576 of them, and a longer file does not open. */
export function rowsPerSheet({ facts }: SheetLayout): number {
  return MAX_SHEET_ROWS - labelRowOf(facts.length);
}

function sheetName(name: string, sheetNo: number): string {
  const suffix = sheetNo === 1 ? "" : ` (${sheetNo})`;
  const shown = name.replaceAll(/[[\]:*?/\\]/g, " ").slice(0, MAX_SHEET_NAME - suffix.length);
  return escapeXml(`${shown}${suffix}`);
}

export function openSheet({ facts, columns }: SheetLayout): string {
  const labelRow = labelRowOf(facts.length);
  const widths = columns.map(
    ({ width, isHidden }, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"${isHidden ? ' hidden="1"' : ""}/>`,
  );
  const factRows = facts.map(([label, value], index) =>
    rowOf(index + 1, [cellOf(0, index + 1, label, STYLE.bold), cellOf(1, index + 1, value, STYLE.locked)]),
  );
  const labels = columns.map(({ label }, index) => cellOf(index, labelRow, label, STYLE.label));
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="${labelRow}" topLeftCell="A${labelRow + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join("")}</cols><sheetData>${factRows.join("")}${rowOf(labelRow, labels)}`;
}

/** One row of text cells, `index` from 0; an empty text still makes a cell, so that an open one can be filled in. */
export function sheetRow({ facts, columns }: SheetLayout, index: number, texts: readonly string[]): string {
  const rowNo = labelRowOf(facts.length) + 1 + index;
  const cells = columns.map(({ isOpen }, column) =>
    cellOf(column, rowNo, texts[column] ?? "", isOpen ? STYLE.open : STYLE.locked),
  );
  return rowOf(rowNo, cells);
}

/**
 * Only a sheet that comes back is locked: against slips, without a password, since what was changed all the same is found
 * then.
 */
export function closeSheet({ facts, columns }: SheetLayout, rowCount: number): string {
  const labelRow = labelRowOf(facts.length);
  const last = labelRow + Math.max(rowCount, 1);
  const offered = columns.flatMap(({ choices }, index) => (choices ? [{ index, count: choices.length }] : []));
  const lists = offered.map(({ index, count }) => {
    const column = columnName(index);
    return `<dataValidation type="list" allowBlank="1" sqref="${column}${labelRow + 1}:${column}${last}"><formula1>Lists!$${column}$1:$${column}$${count}</formula1></dataValidation>`;
  });
  const filter = `<autoFilter ref="A${labelRow}:${columnName(columns.length - 1)}${last}"/>`;
  const validations =
    lists.length === 0 ? "" : `<dataValidations count="${lists.length}">${lists.join("")}</dataValidations>`;
  const lock = columns.some(({ isOpen }) => isOpen)
    ? '<sheetProtection sheet="1" formatColumns="0" formatRows="0" sort="0" autoFilter="0"/>'
    : "";
  return `</sheetData>${lock}${filter}${validations}</worksheet>`;
}

function labelRowOf(facts: number): number {
  return facts === 0 ? 1 : facts + 2;
}

/** The choices of each column, in the same column of a sheet that nobody sees. */
function listsSheet(columns: readonly SheetColumn[]): string {
  const most = Math.max(0, ...columns.map(({ choices = [] }) => choices.length));
  const rows = Array.from({ length: most }, (_, row) => {
    const cells = columns.flatMap(({ choices = [] }, column) => {
      const choice = choices[row];
      return choice === undefined ? [] : [cellOf(column, row + 1, choice, STYLE.locked)];
    });
    return rowOf(row + 1, cells);
  });
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${rows.join("")}</sheetData></worksheet>`;
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const all = targets.map(
    ([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${all.join("")}</Relationships>`;
}

function rowOf(rowNo: number, cells: readonly string[]): string {
  return `<row r="${rowNo}">${cells.join("")}</row>`;
}

/** Text in its own cell and never a formula, whatever it begins with. */
function cellOf(column: number, rowNo: number, text: string, style: number): string {
  const at = `<c r="${columnName(column)}${rowNo}" s="${style}"`;
  return text === "" ? `${at}/>` : `${at} t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`;
}

function escapeXml(text: string): string {
  return text
    .replaceAll(NOT_XML, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\r", "&#13;");
}
