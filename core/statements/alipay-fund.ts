import { absMinor } from "@/core/money/money";
import type { AlipayTotal } from "./alipay-footer";
import {
  type AlipayBill,
  type AlipayFrame,
  cutAlipayLine,
  findMissingTotal,
  joinTotals,
  openAlipayBill,
  totalOf,
} from "./alipay-frame";
import { compareCashTotals } from "./cash-footer";
import type { CashLine } from "./cash-line";
import { unreadable } from "./collect-lines";
import { findColumn, type Header } from "./header";
import { why } from "./line-reasons";
import type { Disagreement } from "./refuse-statement";
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
    product: find("商品名称"),
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

export function createAlipayFundReader(parts = 1): CashReader {
  const bill: AlipayBill<FundColumns, CashLine> = {
    columnsOf: fundColumns,
    required: REQUIRED,
    listEnd: "列表结束",
    totals: ["收入合计", "支出合计"],
    readLine,
  };
  const { frame, read } = openAlipayBill(bill, parts);
  return { read, end: (tally) => endOf(frame, tally) };
}

function endOf(frame: AlipayFrame<FundColumns>, tally: CashTally): CashEnd {
  const { account: accountNo, period, because: unknown } = frame;
  const layout = frame.columns && frame.columns.baseOrderNo >= 0 ? "with business orders" : "standard";
  const end: CashEnd = { layout, footer: null, accountNo, period, unknown, missing: null, disagreements: [] };
  if (unknown !== null) return end;
  if (!frame.header) return { ...end, unknown: "has no header line" };
  const totals = joinTotals(frame, (name, total) => compareTotal(name, total, tally) === null);
  const missing = findMissingTotal(totals, [
    { name: "收入合计", what: "incomes", lines: tally.income.count },
    { name: "支出合计", what: "expenses", lines: tally.outgo.count },
  ]);
  if (missing !== null) return { ...end, missing };
  const [income, outgo] = [totalOf(totals, "收入合计"), totalOf(totals, "支出合计")];
  const found = [income && compareTotal("收入合计", income, tally), outgo && compareTotal("支出合计", outgo, tally)];
  const disagreements = found.filter((total) => total !== null);
  return { ...end, footer: Object.fromEntries(frame.notes), disagreements };
}

function compareTotal(name: string, total: AlipayTotal, tally: CashTally): Disagreement | null {
  return compareCashTotals(name, name === "收入合计" ? "incoming" : "outgoing", total, tally);
}

function readLine(line: PhysicalLine, header: Header, columns: FundColumns, account: string | null): CashReading {
  const { product, time } = columns;
  const cells = cutAlipayLine(line.text, header, { product, time });
  if ("code" in cells) return unreadable(cells);
  const row = new Row(cells, header.names);
  const income = row.decimal(columns.income, 2);
  const outgo = row.decimal(columns.outgo, 2);
  if (row.text(columns.income) === "" && row.text(columns.outgo) === "")
    row.fail(columns.income, why("amount_missing"));
  if (income !== 0n && outgo !== 0n) row.fail(columns.outgo, why("income_and_expense"));
  // Most bills write an expense with a minus sign, some without; an income is never negative.
  if (income < 0n) row.fail(columns.income, why("income_negative"));
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
