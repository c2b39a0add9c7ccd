import { type AlipayTotal, readAlipayTotal } from "./alipay-footer";
import { type Reading, unreadable } from "./collect-lines";
import { findHeaderFault, type Header, readHeader } from "./header";
import { type LineReason, why } from "./line-reasons";
import { dayAfter, dayBefore, readChinaTime, readDay } from "./read-time";
import { fitCells, isQuoteOpenBehind, isSpreadsheetBlank, splitQuotedCells } from "./split-cells";
import type { PhysicalLine } from "./split-lines";
import { MAX_LINE_BYTES } from "./statement";

/** A `#` line of an Alipay bill: "交易合计：6笔，…" has a name and a value, a dashed line only its text. */
export type AlipayComment = { text: string; name: string; value: string };

/** Both days included. */
export type AlipayPeriod = { startsOn: string; endsOn: string };

/** A `#` line without the mark and without what a spreadsheet put around it; null for other lines. */
export function readAlipayComment(line: string): AlipayComment | null {
  let start = 0;
  while (line[start] === '"' || line[start] === "\ufeff") start += 1;
  if (line[start] !== "#") return null;
  while (line[start] === "#") start += 1;
  let end = line.length;
  while (end > start && (line[end - 1] === "," || line[end - 1] === '"')) end -= 1;
  const text = line.slice(start, end).trim();
  const colon = text.search(/[：:]/);
  if (colon < 0) return { text, name: "", value: "" };
  return { text, name: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim() };
}

/** The number in "[20880000000000000156]". */
export function readAlipayAccount(value: string): string | null {
  return value.replace("[", "").replace("]", "").trim() || null;
}

/**
 * The days of "[2017年08月31日 00:00:00]   终止日期：[2017年09月01日 00:00:00]". The end at midnight is the first moment
 * that the bill does not cover. Null when it cannot be read.
 */
export function readAlipayPeriod(value: string): AlipayPeriod | null {
  const [start = "", end] = value.split("终止日期");
  const startsOn = readDay(start);
  const endsAt = end === undefined ? startsOn : readDay(end);
  if (startsOn === null || endsAt === null) return null;
  const clock = /\d\d?:\d\d/.exec(end ?? "")?.[0] ?? "00:00";
  const isExcluded = !/[1-9]/.test(clock) || endsAt === dayAfter(startsOn);
  return { startsOn, endsOn: isExcluded && endsAt > startsOn ? dayBefore(endsAt) : endsAt };
}

/** The column of the product's name and that of the time right behind it, which proves where the name ends. */
export type AlipayName = { readonly product: number; readonly time: number };

/**
 * The cells of a data line, or why it has not as many as the header names. Quoted cells are rare, so a comma in the
 * product's name makes the line longer: what is too much belongs to the name, if the line's first time then stands where
 * it has to.
 */
export function cutAlipayLine(text: string, header: Header, name: AlipayName): readonly string[] | LineReason {
  const quoted = text.includes('"') ? fitCells(splitQuotedCells(text), header) : null;
  const plain = text.split(",");
  const cells = quoted ?? fitCells(plain, header) ?? joinName(plain, header, name);
  return cells ?? why("line_cell_count_name", { found: `${plain.length}`, expected: `${header.names.length}` });
}

function joinName(cells: readonly string[], header: Header, { product, time }: AlipayName): readonly string[] | null {
  const surplus = cells.length - header.names.length;
  if (surplus <= 0 || product < 0 || time !== product + 1) return null;
  const end = product + surplus + 1;
  // Were a time among what is too much, the comma would stand behind it.
  const firstTime = cells.findIndex((cell, at) => at >= product && readChinaTime(cell.trim()) !== null);
  if (firstTime !== end) return null;
  return [...cells.slice(0, product), cells.slice(product, end).join(","), ...cells.slice(end)];
}

/** What stands around the lines of a bill. `because`: why it is none of this kind. A total that cannot be read is "cut". */
export type AlipayFrame<Columns> = {
  header: Header | null;
  columns: Columns | null;
  because: string | null;
  account: string | null;
  period: AlipayPeriod | null;
  /** Some acquirers relay the list alone, without Alipay's own lines around it. */
  isFramed: boolean;
  /** In how many files it came. */
  parts: number;
  isClosed: boolean;
  totals: Map<string, AlipayTotal | "cut">;
  /** The totals of the parts before, where a large day came in several files. */
  earlierTotals: Map<string, AlipayTotal | "cut">[];
  notes: Map<string, string>;
};

export type AlipayBill<Columns, L> = {
  readonly columnsOf: (header: Header) => Columns;
  readonly required: readonly (keyof Columns & string)[];
  /** What the dashed line behind the list says. */
  readonly listEnd: string;
  /** The names of the totals below it. */
  readonly totals: readonly string[];
  readonly readLine: (line: PhysicalLine, header: Header, columns: Columns, account: string | null) => Reading<L>;
};

/**
 * Reads the physical lines of a bill: comments, blanks and the header into `frame`, the others by the bill's own rule. A bill
 * in `parts` has perhaps a frame around each of them: its header line once more begins the next one.
 */
export function openAlipayBill<Columns extends Record<string, number>, L>(
  bill: AlipayBill<Columns, L>,
  parts = 1,
): { readonly frame: AlipayFrame<Columns>; readonly read: (line: PhysicalLine) => Reading<L> } {
  const frame: AlipayFrame<Columns> = {
    header: null,
    columns: null,
    because: null,
    account: null,
    period: null,
    isFramed: false,
    parts,
    isClosed: false,
    totals: new Map(),
    earlierTotals: [],
    notes: new Map(),
  };
  let open: PhysicalLine | null = null;
  const readRow = (row: PhysicalLine, { header, columns }: Pick<AlipayFrame<Columns>, "header" | "columns">) =>
    header && columns ? bill.readLine(row, header, columns, frame.account) : null;
  return {
    frame,
    read(line) {
      const text = line.text.trim();
      const comment = readAlipayComment(text);
      const begun = open;
      open = null;
      if (comment !== null) {
        noteComment(comment, bill, frame);
        // A row whose quote is still open at the end of the list is told as what it is.
        return begun && readRow(begun, frame);
      }
      const row = begun ? { ...begun, text: `${begun.text}\n${line.text}` } : line;
      if (frame.because === null && frame.header && isRowOpen(row.text, frame.header)) {
        open = row;
        return null;
      }
      if (begun && isQuoteOpenBehind(row.text, false))
        return unreadable(why("row_quote_open", { line: `${row.lineNo}` }));
      if (begun) return readRow(row, frame);
      if (isSpreadsheetBlank(text) || frame.because !== null) return null;
      if (!frame.columns || !frame.header) noteColumns({ ...line, text }, bill, frame);
      else if (parts > 1 && isHeaderAgain(text, frame.header)) beginPart({ ...line, text }, bill, frame);
      else if (frame.isClosed) return unreadable(why("line_after_end"));
      else return bill.readLine(line, frame.header, frame.columns, frame.account);
      return null;
    },
  };
}

/** Whether a quoted name goes on with the next line: then the row still has fewer cells than the header. */
function isRowOpen(text: string, { names }: Header): boolean {
  if (!text.includes('"') || text.length > MAX_LINE_BYTES || !isQuoteOpenBehind(text, false)) return false;
  return text.split(",").length < names.length;
}

/** A total of one side; a side of which there is nothing may have none, if the other one has. */
export type AlipaySide = { readonly name: string; readonly what: string; readonly lines: number };

/** Which mandatory total a bill lacks, in words that follow "without"; null when the totals are all there. */
export function findMissingTotal(
  totals: AlipayFrame<unknown>["totals"],
  sides: readonly [AlipaySide, AlipaySide],
): string | null {
  const cut = sides.find(({ name }) => totals.get(name) === "cut");
  if (cut) return `a whole total of ${cut.what} (${cut.name})`;
  const isBare = sides.every(({ name }) => !totals.has(name));
  const lacking = sides.find(({ name, lines }) => !totals.has(name) && (isBare || lines > 0));
  return lacking ? `its total of ${lacking.what} (${lacking.name})` : null;
}

/** The total of that name; null where there is none, see `findMissingTotal`. */
export function totalOf(totals: AlipayFrame<unknown>["totals"], name: string): AlipayTotal | null {
  const total = totals.get(name);
  return total === undefined || total === "cut" ? null : total;
}

/**
 * The totals of a bill in parts, by name: each part may state its own, which add up, or all state those of the whole bill,
 * as `isWhole` tells of one.
 */
export function joinTotals(
  { totals, earlierTotals }: Pick<AlipayFrame<unknown>, "totals" | "earlierTotals">,
  isWhole: (name: string, total: AlipayTotal) => boolean,
): AlipayFrame<unknown>["totals"] {
  if (earlierTotals.length === 0) return totals;
  const joined: AlipayFrame<unknown>["totals"] = new Map();
  for (const [name, total] of [...earlierTotals, totals].flatMap((ofPart) => [...ofPart])) {
    const sum = joined.get(name);
    if (sum === undefined) joined.set(name, total);
    else if (sum === "cut" || total === "cut") joined.set(name, "cut");
    else if (sum.said !== total.said || !isWhole(name, total)) joined.set(name, addTotals(sum, total));
  }
  return joined;
}

function addTotals(left: AlipayTotal, right: AlipayTotal): AlipayTotal {
  const [count, amountMinor] = [left.count + right.count, left.amountMinor + right.amountMinor];
  return { said: `${left.said} + ${right.said}`, count, amountMinor };
}

/** Whether this is the header of the next part, which has the columns of the first. */
function isHeaderAgain(text: string, { names }: Header): boolean {
  const [first = ""] = names;
  return text.includes(first) && readHeader({ text }).names.join() === names.join();
}

function beginPart<Columns extends Record<string, number>>(
  line: PhysicalLine,
  bill: Pick<AlipayBill<Columns, unknown>, "columnsOf" | "required">,
  frame: AlipayFrame<Columns>,
): void {
  noteColumns(line, bill, frame);
  frame.isClosed = false;
  frame.earlierTotals.push(frame.totals);
  frame.totals = new Map();
}

function noteComment<Columns>(
  { text, name, value }: AlipayComment,
  { listEnd, totals }: Pick<AlipayBill<Columns, unknown>, "listEnd" | "totals">,
  frame: AlipayFrame<Columns>,
): void {
  const isTotal = totals.includes(name);
  frame.isFramed = true;
  if (text.includes(listEnd)) frame.isClosed = true;
  if (name === "账号" || name === "起始日期") noteOwner(name, value, frame);
  if (isTotal) frame.totals.set(name, readOnlyTotal(value, frame.totals.get(name)));
  if (isTotal || name === "导出时间") frame.notes.set(name, value);
}

/** Whose bill it is, and of which days: parts that say something else are of another one. */
function noteOwner<Columns>(name: string, value: string, frame: AlipayFrame<Columns>): void {
  const [account, period] = [frame.account, frame.period];
  if (name === "账号") frame.account = readAlipayAccount(value);
  else frame.period = readAlipayPeriod(value);
  const { startsOn, endsOn } = frame.period ?? {};
  const isOther =
    (account !== null && account !== frame.account) ||
    (period !== null && (period.startsOn !== startsOn || period.endsOn !== endsOn));
  if (isOther) frame.because = `holds parts of several bills (${name}: ${value.slice(0, 100)})`;
}

/** A total that stands twice in a file, and not in the same words, is as good as none. */
function readOnlyTotal(value: string, earlier: AlipayTotal | "cut" | undefined): AlipayTotal | "cut" {
  const total = readAlipayTotal(value);
  return total === null || earlier === "cut" || (earlier && earlier.said !== total.said) ? "cut" : total;
}

function noteColumns<Columns extends Record<string, number>>(
  line: PhysicalLine,
  { columnsOf, required }: Pick<AlipayBill<Columns, unknown>, "columnsOf" | "required">,
  frame: AlipayFrame<Columns>,
): void {
  frame.header = readHeader(line);
  frame.columns = columnsOf(frame.header);
  frame.because = findHeaderFault(frame.header, frame.columns, required);
}
