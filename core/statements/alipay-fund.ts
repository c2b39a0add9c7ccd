import { absMinor } from "@/core/money/money";
import { type AlipayTotal, readAlipayTotal } from "./alipay-footer";
import {
  type AlipayComment,
  type AlipayPeriod,
  cutAlipayLine,
  isAlipayBlank,
  readAlipayAccount,
  readAlipayComment,
  readAlipayPeriod,
} from "./alipay-frame";
import { compareCashTotals } from "./cash-footer";
import type { CashLine } from "./cash-line";
import { findColumn, type Header, readHeader } from "./header";
import { Row } from "./row";
import type { CashEnd, CashReader, CashReading, CashTally } from "./run-cash-parser";
import type { PhysicalLine } from "./split-lines";

export const ALIPAY_BALANCE = "账户余额";

/** The second names are those of the bill that shops download. */
function fundColumns(header: Header) {
  const find = (...aliases: string[]) => findColumn(header, ...aliases);
  return {
    entryNo: find("账务流水号", "支付宝流水号"),
    channelReference: find("业务流水号", "支付宝交易号"),
    ourReference: find("商户订单号"),
    baseOrderNo: find("业务基础订单号"),
    time: find("发生时间", "入账时间"),
    counterparty: find("对方账号", "对方账户"),
    counterpartyName: find("对方名称"),
    income: find("收入金额", "收入"),
    outgo: find("支出金额", "支出"),
    balance: find(ALIPAY_BALANCE),
    businessType: find("业务类型", "账务类型"),
    description: find("业务描述"),
    remark: find("备注"),
  };
}

type FundColumns = ReturnType<typeof fundColumns>;

const REQUIRED = ["entryNo", "time", "income", "outgo"] as const satisfies readonly (keyof FundColumns)[];

type FundFrame = {
  header: Header | null;
  columns: FundColumns | null;
  because: string | null;
  account: string | null;
  period: AlipayPeriod | null;
  isClosed: boolean;
  income: AlipayTotal | "cut" | null;
  outgo: AlipayTotal | "cut" | null;
  notes: Map<string, string>;
};

export function createAlipayFundReader(): CashReader {
  const frame: FundFrame = {
    header: null,
    columns: null,
    because: null,
    account: null,
    period: null,
    isClosed: false,
    income: null,
    outgo: null,
    notes: new Map(),
  };
  return {
    read(line) {
      const text = line.text.trim();
      const comment = readAlipayComment(text);
      if (comment !== null) readComment(comment, frame);
      else if (isAlipayBlank(text) || frame.because !== null) return null;
      else if (!frame.columns || !frame.header) readColumns({ ...line, text }, frame);
      else if (frame.isClosed) return unreadable("there is a line behind the end of the list");
      else return readLine(line, frame.header, frame.columns, frame.account);
      return null;
    },
    end: (tally) => endOf(frame, tally),
  };
}

function readComment({ text, name, value }: AlipayComment, frame: FundFrame): void {
  if (text.includes("列表结束")) frame.isClosed = true;
  if (name === "账号") frame.account = readAlipayAccount(value);
  if (name === "起始日期") frame.period = readAlipayPeriod(value);
  if (name === "收入合计") frame.income = readAlipayTotal(value) ?? "cut";
  if (name === "支出合计") frame.outgo = readAlipayTotal(value) ?? "cut";
  if (name === "收入合计" || name === "支出合计" || name === "导出时间") frame.notes.set(name, value);
}

function readColumns(line: PhysicalLine, frame: FundFrame): void {
  const header = readHeader(line);
  const columns = fundColumns(header);
  const absent = REQUIRED.filter((name) => columns[name] < 0);
  if (header.repeated !== null) frame.because = `has the column ${header.repeated} twice`;
  else if (absent.length > 0) frame.because = `has no column for ${absent.join(", ")}`;
  frame.header = header;
  frame.columns = columns;
}

function endOf(frame: FundFrame, tally: CashTally): CashEnd {
  const { account: accountNo, period, income, outgo, because: unknown } = frame;
  const layout = frame.columns && frame.columns.baseOrderNo >= 0 ? "with business orders" : "standard";
  const end: CashEnd = { layout, footer: null, accountNo, period, unknown, missing: null, disagreements: [] };
  if (unknown !== null) return end;
  if (!frame.header) return { ...end, unknown: "has no header line" };
  if (income === null || income === "cut") return { ...end, missing: "its total of incomes (收入合计)" };
  if (outgo === "cut") return { ...end, missing: "a whole total of expenses (支出合计)" };
  if (outgo === null && tally.outgo.count > 0) return { ...end, missing: "its total of expenses (支出合计)" };
  const found = [
    compareCashTotals("收入合计", "incoming", income, tally),
    outgo && compareCashTotals("支出合计", "outgoing", outgo, tally),
  ];
  const disagreements = found.filter((total) => total !== null);
  return { ...end, footer: Object.fromEntries(frame.notes), disagreements };
}

function unreadable(reason: string): CashReading {
  return { problem: { code: "statement_lines_unreadable", column: null, reason } };
}

function readLine(line: PhysicalLine, header: Header, columns: FundColumns, account: string | null): CashReading {
  const cells = cutAlipayLine(line.text, header);
  if (typeof cells === "string") return unreadable(cells);
  const row = new Row(cells, header.names);
  const income = row.decimal(columns.income, 2);
  const outgo = row.decimal(columns.outgo, 2);
  if (row.text(columns.income) === "" && row.text(columns.outgo) === "")
    row.fail(columns.income, "the amount is missing");
  if (income !== 0n && outgo !== 0n) row.fail(columns.outgo, "the line is an income and an expense at once");
  // Most bills write an expense with a minus sign, some without; an income is never negative.
  if (income < 0n) row.fail(columns.income, "an income cannot be negative");
  const isIncome = income !== 0n || (outgo === 0n && row.text(columns.outgo) === "");
  const movement: CashLine = {
    lineNo: line.lineNo,
    byteOffset: line.byteOffset,
    raw: line.text,
    accountNo: account,
    direction: isIncome ? "IN" : "OUT",
    amountMinor: absMinor(isIncome ? income : outgo),
    asset: "CNY",
    isReversal: false,
    happenedAt: row.time(columns.time),
    valueOn: null,
    balanceAfterMinor: columns.balance < 0 ? null : row.requiredDecimal(columns.balance, 2),
    businessType: row.text(columns.businessType) || null,
    entryNo: row.id(columns.entryNo),
    channelReference: row.id(columns.channelReference),
    ourReference: row.id(columns.ourReference),
    counterpartyName: row.text(columns.counterpartyName) || null,
    counterpartyAccountNo: row.text(columns.counterparty) || null,
    remark: row.text(columns.remark) || row.text(columns.description) || null,
  };
  return row.problem ? { problem: row.problem } : { line: movement };
}
