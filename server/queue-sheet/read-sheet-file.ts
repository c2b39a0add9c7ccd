import "server-only";
import { open, readFile } from "node:fs/promises";
import { accept, type Refusal, type Result, refuse } from "@/core/result";
import { MAX_BULK_ROWS } from "@/core/suspense/bulk";
import { columnName } from "@/core/xlsx/column-name";
import { readCsvRows } from "@/core/xlsx/read-csv";
import {
  findFirstSheet,
  readSharedStrings,
  readSheetRows,
  refuseFormulas,
  type SheetRow,
} from "@/core/xlsx/read-sheet";
import { type ByteMeter, readZipMember } from "@/server/statements/inflate-member";
import { readZipDirectory, type ZipMember } from "@/server/statements/zip-directory";

/** What a sheet of the most rows takes with room to spare. */
export const MAX_SHEET_BYTES = 8 * 1024 ** 2;
const MAX_PART_BYTES = 24 * 1024 ** 2;
/** The header block stands above the rows. */
const MAX_ROWS = MAX_BULK_ROWS + 50;
const ZIP_MARK = "PK";
const OLD_OFFICE_MARK = "d0cf11e0";

/**
 * The rows of an .xlsx or .csv file as text. An archive is believed nothing: its members are counted and measured before
 * and while they are unpacked, and formulas, types and entities are refused.
 */
export async function readSheetFile(path: string, sizeBytes: number): Promise<Result<SheetRow[]>> {
  const handle = await open(path, "r");
  try {
    const head = Buffer.alloc(8);
    await handle.read(head, 0, head.length, 0);
    if (head.subarray(0, 4).toString("hex") === OLD_OFFICE_MARK)
      return unreadable("it is protected by a password, or an old .xls");
    if (head.subarray(0, 2).toString("latin1") !== ZIP_MARK) return readCsv(await readFile(path));
    const directory = await readZipDirectory(handle, sizeBytes);
    if (!directory.ok) return unreadable(directory.refusal.message);
    const meter: ByteMeter = { readBytes: 0, unpackedBytes: 0 };
    const members = new Map(directory.value.map((member) => [member.name, member]));
    const readPart = (name: string) =>
      readText(members.get(name), (member) => readZipMember(handle, path, member, meter));
    return await readWorkbook(readPart);
  } finally {
    await handle.close();
  }
}

type ReadPart = (name: string) => Promise<Result<string | null>>;

async function readWorkbook(readPart: ReadPart): Promise<Result<SheetRow[]>> {
  const workbook = await readPart("xl/workbook.xml");
  if (!workbook.ok) return workbook;
  const relations = await readPart("xl/_rels/workbook.xml.rels");
  if (!relations.ok) return relations;
  if (workbook.value === null || relations.value === null) return unreadable("it is an archive without a workbook");
  const place = findFirstSheet(workbook.value, relations.value);
  if (!place.ok) return place;
  const sheet = await readPart(place.value);
  if (!sheet.ok) return sheet;
  if (sheet.value === null) return unreadable("its sheet is missing");
  const shared = await readPart("xl/sharedStrings.xml");
  if (!shared.ok) return shared;
  const strings = readSharedStrings(shared.value ?? "");
  if (!strings.ok) return strings;
  return readSheetRows(sheet.value, strings.value, MAX_ROWS);
}

/** A member as text, or null where there is none. */
async function readText(
  member: ZipMember | undefined,
  read: (member: ZipMember) => AsyncIterable<Result<Uint8Array>>,
): Promise<Result<string | null>> {
  if (!member) return accept(null);
  if (member.uncompressedBytes > MAX_PART_BYTES) return unreadable("it unpacks to far more than a sheet of ours has");
  const chunks: Uint8Array[] = [];
  for await (const chunk of read(member)) {
    if (!chunk.ok) return unreadable(chunk.refusal.message);
    chunks.push(chunk.value);
  }
  try {
    return accept(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    return unreadable("a part of it is not UTF-8");
  }
}

/** A CSV that a spreadsheet has saved: UTF-8, or GB 18030 where an office in Chinese wrote it. */
function readCsv(bytes: Buffer): Result<SheetRow[]> {
  for (const encoding of ["utf-8", "gb18030"]) {
    try {
      const read = readCsvRows(new TextDecoder(encoding, { fatal: true }).decode(bytes), MAX_ROWS);
      if (!read.ok) return read;
      const formulas = read.value.flatMap(({ rowNo, cells }) =>
        [...cells].filter(([, text]) => text.startsWith("=")).map(([column]) => `${columnName(column)}${rowNo}`),
      );
      return formulas.length > 0 ? refuseFormulas(formulas) : read;
    } catch {
      // The next encoding may fit.
    }
  }
  return unreadable("it is neither UTF-8 nor GB 18030");
}

function unreadable(reason: string): { ok: false; refusal: Refusal } {
  const message = `This is not a sheet that can be read: ${reason}. Save it as .xlsx or .csv again; nothing was read.`;
  return refuse("sheet_corrupt", message, { reason });
}
