import "server-only";
import { accept, type Refusal, type Result, refuse } from "@/core/result";
import {
  findColumns,
  findEdited,
  LOCKED_COLUMNS,
  OPEN_COLUMNS,
  type QueueSheetColumn,
  readFilled,
  readSeal,
  type SheetWords,
} from "@/core/suspense/queue-sheet";
import type { Resolution } from "@/core/suspense/resolutions";
import { columnName } from "@/core/xlsx/column-name";
import type { SheetRow } from "@/core/xlsx/read-sheet";
import { reader } from "@/server/transact";
import { digestCells, isSignedBy } from "./seal-rows";
import { allSheetWords } from "./sheet-words";

/** A row as it came back. `fault`: why it cannot be taken, with the cells named; `filled` null: nothing is asked for. */
export type ReturnedRow = {
  readonly sheetRow: number;
  readonly itemNo: string;
  readonly itemVersion: number;
  readonly filled: { readonly resolution: Resolution; readonly reason: string } | null;
  readonly fault: Refusal | null;
};

const MAX_HEADER_ROWS = 40;
const ITEM_NO = /^[A-Za-z0-9_.:|*#-]{1,64}$/;

/** The items of a sheet that was exported here and filled in. The same item twice makes the whole sheet unclear. */
export async function readQueueSheet(rows: readonly SheetRow[]): Promise<Result<ReturnedRow[]>> {
  const words = allSheetWords();
  const labels = rows.slice(0, MAX_HEADER_ROWS).findIndex(({ cells }) => findColumns(cells, words) !== null);
  const columns = labels < 0 ? null : findColumns(rows[labels]?.cells ?? new Map(), words);
  if (!columns) {
    return refuse(
      "sheet_foreign",
      "This is not a sheet of the queue: the row with the names of the columns is missing, or its item and seal columns are. Export the items and fill that file in.",
    );
  }
  const below = rows.slice(labels + 1).filter(({ cells }) => cells.has(columns.get("itemNo") ?? 0));
  if (below.length === 0) return refuse("sheet_empty", "The sheet holds no items; nothing was read.");
  const keys = await findSealKeys(below, columns);
  const returned = below.map((row) => readRow(row, columns, words, keys));
  const firstOf = new Map<string, number>();
  for (const { itemNo, sheetRow } of returned) {
    const first = firstOf.get(itemNo);
    if (first !== undefined) {
      const params = { itemNo, first: `${first}`, second: `${sheetRow}` };
      return refuse(
        "sheet_item_twice",
        `${itemNo} stands in rows ${first} and ${sheetRow}. Keep one; nothing was read.`,
        params,
      );
    }
    firstOf.set(itemNo, sheetRow);
  }
  return accept(returned);
}

type Columns = ReadonlyMap<QueueSheetColumn, number>;

function readRow(
  { rowNo, cells }: SheetRow,
  columns: Columns,
  words: SheetWords,
  keys: ReadonlyMap<string, string>,
): ReturnedRow {
  const textOf = (column: QueueSheetColumn) => cells.get(columns.get(column) ?? -1) ?? "";
  const nameOf = (column: QueueSheetColumn) => `${columnName(columns.get(column) ?? 0)}${rowNo}`;
  const itemNo = textOf("itemNo").trim();
  const row = { sheetRow: rowNo, itemNo: ITEM_NO.test(itemNo) ? itemNo : `row ${rowNo}`, itemVersion: 0, filled: null };
  const sealed = readSeal(itemNo, textOf("seal"));
  const key = sealed && keys.get(sealed.identity.exportNo);
  if (!sealed || !key || !isSignedBy(key, sealed.identity, sealed.signature)) {
    const cell = nameOf("seal");
    const message = `Row ${rowNo}: its seal in ${cell} is not one of ours for ${row.itemNo}. Export the item again.`;
    return {
      ...row,
      fault: refuse("sheet_seal_broken", message, { row: `${rowNo}`, cell, itemNo: row.itemNo }).refusal,
    };
  }
  const known = { ...row, itemVersion: sealed.identity.version };
  const locked = LOCKED_COLUMNS.map(textOf);
  const edited = findEdited(sealed.identity.digests, digestCells(locked));
  if (edited.length > 0) {
    const list = edited.map(nameOf).join(", ");
    const message = `These cells are not to be changed, and were: ${list}. Undo that, or export the item again.`;
    return { ...known, fault: refuse("sheet_cell_edited", message, { cells: list, itemNo }).refusal };
  }
  const [resolution, reasonCode, note] = OPEN_COLUMNS.map(textOf);
  const filled = readFilled(
    { resolution: resolution ?? "", reasonCode: reasonCode ?? "", note: note ?? "" },
    words,
    nameOf,
  );
  return filled.ok ? { ...known, filled: filled.value, fault: null } : { ...known, fault: filled.refusal };
}

async function findSealKeys(rows: readonly SheetRow[], columns: Columns): Promise<Map<string, string>> {
  const exports = rows.flatMap(({ cells }) => {
    const sealed = readSeal("", cells.get(columns.get("seal") ?? -1) ?? "");
    return sealed ? [sealed.identity.exportNo] : [];
  });
  const found = await reader.query<{ jobNo: string; key: string }>(
    `SELECT job_no AS "jobNo", seal_key AS key FROM bulk_jobs WHERE job_no = ANY ($1) AND kind = 'EXPORT' AND seal_key IS NOT NULL`,
    [[...new Set(exports)]],
  );
  return new Map(found.map(({ jobNo, key }) => [jobNo, key]));
}
