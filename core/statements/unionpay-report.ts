import { parseDecimalAmount, toDecimalString } from "@/core/money/parse-money";
import { ungrouped } from "./footer-number";
import type { Disagreement } from "./refuse-statement";

/** Sums of one settlement day in fen, debits (taken from the merchant) and credits (given) apart. */
export type UnionpaySums = {
  count: bigint;
  amountDebit: bigint;
  amountCredit: bigint;
  feeDebit: bigint;
  feeCredit: bigint;
  /** Credits minus debits. */
  net: bigint;
};

const CELLS_IN_ROW = 7;
const MAX_REPORT_LINES = 10_000;
const NUMBER = /^[CD]?[+-]?\d{1,15}(?:\.\d{1,2})?$/;

export function emptyUnionpaySums(): UnionpaySums {
  return { count: 0n, amountDebit: 0n, amountCredit: 0n, feeDebit: 0n, feeCredit: 0n, net: 0n };
}

/**
 * Reads the daily report (RD2010): a text table whose rows are trade type, count, then debit and credit of amounts, fees
 * and nets. The sum of its rows, without the error trades that ZME lists. Null when there is no such row.
 */
export function readUnionpayReport(text: string): UnionpaySums | null {
  const { trades, totals } = readReportRows(text);
  const counted = trades.length > 0 ? trades : totals;
  return counted.length === 0 ? null : sumOf(counted);
}

/** Where the report's last total differs from the sum of its rows, with the error trades or without them. */
export function findReportDisagreements(text: string): Disagreement[] {
  const { trades, errors, totals } = readReportRows(text);
  const total = totals[0];
  if (!total || trades.length === 0) return [];
  const found = compareUnionpaySums(total, sumOf(trades));
  if (found.length === 0 || compareUnionpaySums(total, sumOf([...trades, ...errors])).length === 0) return [];
  return found.map((disagreement) => ({ ...disagreement, field: `${disagreement.field} (its own total)` }));
}

type ReportRows = { trades: UnionpaySums[]; errors: UnionpaySums[]; totals: UnionpaySums[] };

function readReportRows(text: string): ReportRows {
  const isCreditFirst = isBefore(text, ["贷记", "贷方"], ["借记", "借方"]);
  const cellRows = text
    .split("\n", MAX_REPORT_LINES)
    .map(cutRow)
    .filter((row) => row !== null);
  // Like ZM, a report without a single decimal point counts fen.
  const scale = cellRows.some((row) => row.amounts.some((amount) => amount.includes("."))) ? 2 : 0;
  const rows = cellRows.map((row) => ({ label: row.label, sums: toSums(row, isCreditFirst, scale) }));
  const labelled = (isOf: (label: string) => boolean) => rows.filter((row) => isOf(row.label)).map((row) => row.sums);
  return {
    trades: labelled((label) => !/计|差错/.test(label)),
    errors: labelled((label) => /差错/.test(label) && !/计/.test(label)),
    // Only the last one is of the whole report: those before it are of its parts.
    totals: labelled((label) => /计/.test(label)).slice(-1),
  };
}

function sumOf(rows: readonly UnionpaySums[]): UnionpaySums {
  return rows.reduce(addSums, emptyUnionpaySums());
}

export function addSums(left: UnionpaySums, right: UnionpaySums): UnionpaySums {
  return {
    count: left.count + right.count,
    amountDebit: left.amountDebit + right.amountDebit,
    amountCredit: left.amountCredit + right.amountCredit,
    feeDebit: left.feeDebit + right.feeDebit,
    feeCredit: left.feeCredit + right.feeCredit,
    net: left.net + right.net,
  };
}

export function compareUnionpaySums(report: UnionpaySums, lines: UnionpaySums): Disagreement[] {
  const named = [
    ["count", "trades", 0, "笔数"],
    ["amountCredit", "payments of", 2, "金额贷记"],
    ["amountDebit", "refunds of", 2, "金额借记"],
    ["feeDebit", "fees of", 2, "手续费借记"],
    ["feeCredit", "returned fees of", 2, "手续费贷记"],
    ["net", "a net of", 2, "净额"],
  ] as const;
  return named.flatMap(([field, words, scale, term]) => {
    if (report[field] === lines[field]) return [];
    const figures = {
      name: `RD2010 ${term}`,
      footer: toDecimalString(report[field], scale),
      lines: toDecimalString(lines[field], scale),
    };
    const say = (number: string) => (field === "count" ? `${number} ${words}` : `${words} ${number}`);
    return [{ field: `RD2010 ${field}`, footer: say(figures.footer), lines: say(figures.lines), figures }];
  });
}

type CellRow = { label: string; count: string; amounts: string[] };

/** The cells of a line that ends with a count and six amounts; null for every other line. */
function cutRow(line: string): CellRow | null {
  const byBlank = line.split(/[\s|│┃]+/).filter((cell) => cell !== "");
  const cells = byBlank.length > CELLS_IN_ROW ? byBlank : line.split(",").map((cell) => cell.trim());
  if (cells.length <= CELLS_IN_ROW) return null;
  const numbers = cells.slice(-CELLS_IN_ROW).map((cell) => cell.replace(/^[¥￥]/, ""));
  const [count = "", ...amounts] = numbers.map(ungrouped);
  if (!/^\d{1,12}$/.test(count) || !amounts.every((cell) => NUMBER.test(cell))) return null;
  return { label: cells.slice(0, -CELLS_IN_ROW).join(""), count, amounts };
}

function toSums(row: CellRow, isCreditFirst: boolean, scale: number): UnionpaySums {
  const fen = row.amounts.map((amount) => readFen(amount, scale));
  const [first = 0n, second = 0n, third = 0n, fourth = 0n, fifth = 0n, sixth = 0n] = fen;
  const count = BigInt(row.count);
  return isCreditFirst
    ? { count, amountDebit: second, amountCredit: first, feeDebit: fourth, feeCredit: third, net: fifth - sixth }
    : { count, amountDebit: first, amountCredit: second, feeDebit: third, feeCredit: fourth, net: sixth - fifth };
}

/** Twelve digits are fen as in ZM, with or without the C or D before them. Signs only repeat the column. */
function readFen(cell: string, scale: number): bigint {
  const digits = cell.replace(/^[CD+-]{1,2}/, "");
  if (/^\d{12}$/.test(digits)) return BigInt(digits);
  const parsed = parseDecimalAmount(digits, scale);
  return parsed.ok ? parsed.value : 0n;
}

function isBefore(text: string, these: readonly string[], those: readonly string[]): boolean {
  const first = (words: readonly string[]) =>
    Math.min(...words.map((word) => text.indexOf(word)).filter((at) => at >= 0));
  return first(these) < first(those);
}
