import { absMinor } from "@/core/money/money";
import { type AlipayTotal, compareAlipayTotal, readAlipayTotal } from "./alipay-footer";
import {
  type AlipayComment,
  cutAlipayLine,
  isAlipayBlank,
  readAlipayAccount,
  readAlipayComment,
  readAlipayPeriod,
} from "./alipay-frame";
import { findColumn, type Header, readHeader } from "./header";
import type { Disagreement } from "./refuse-statement";
import { FEE_SCALE, Row, roundFee } from "./row";
import type { FormatEnd, FormatReader, LineReading, Tally } from "./run-parser";
import type { PhysicalLine } from "./split-lines";
import type { StatementLine } from "./statement";

function alipayColumns(header: Header) {
  const find = (...aliases: string[]) => findColumn(header, ...aliases);
  return {
    channelTradeNo: find("支付宝交易号", "银联交易号"),
    orderNo: find("商户订单号"),
    businessType: find("业务类型"),
    createdAt: find("创建时间"),
    completedAt: find("完成时间"),
    received: find("商家实收"),
    refundNo: find("退款批次号/请求号", "退款批次号", "退款请求号"),
    fee: find("服务费"),
    merchant: find("商户识别号"),
    acquirerTradeNo: find("银联交易号"),
  };
}

type AlipayColumns = ReturnType<typeof alipayColumns>;

const REQUIRED = ["channelTradeNo", "orderNo", "businessType", "completedAt", "received", "refundNo", "fee"] as const;

type AlipayFrame = {
  header: Header | null;
  columns: AlipayColumns | null;
  because: string | null;
  account: string | null;
  settlesOn: string | null;
  isClosed: boolean;
  payments: AlipayTotal | "cut" | null;
  refunds: AlipayTotal | "cut" | null;
  notes: Map<string, string>;
};

export function createAlipayTradeReader(): FormatReader {
  const frame: AlipayFrame = {
    header: null,
    columns: null,
    because: null,
    account: null,
    settlesOn: null,
    isClosed: false,
    payments: null,
    refunds: null,
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

function endOf(frame: AlipayFrame, tally: Tally): FormatEnd {
  const layout = frame.columns && frame.columns.acquirerTradeNo >= 0 ? "acquirer" : "standard";
  const { settlesOn, payments, refunds, because } = frame;
  const end: FormatEnd = { layout, footer: null, settlesOn, unknown: because, missing: null, disagreements: [] };
  if (because !== null) return end;
  if (!frame.header) return { ...end, unknown: "has no header line" };
  if (payments === null || payments === "cut") return { ...end, missing: "its total of payments (交易合计)" };
  if (refunds === "cut") return { ...end, missing: "a whole total of refunds (退款合计)" };
  if (refunds === null && tally.refunds.count > 0) return { ...end, missing: "its total of refunds (退款合计)" };
  const found = [
    compareAlipayTotal("交易合计", "payment", payments, tally.payments),
    refunds && compareAlipayTotal("退款合计", "refund", refunds, tally.refunds),
  ];
  const disagreements = found.filter((total): total is Disagreement => total !== null);
  return { ...end, footer: Object.fromEntries(frame.notes), disagreements };
}

function readComment({ text, name, value }: AlipayComment, frame: AlipayFrame): void {
  if (text.includes("业务明细列表结束")) frame.isClosed = true;
  if (name === "账号") frame.account = readAlipayAccount(value);
  if (name === "起始日期") frame.settlesOn = onlyDay(value);
  if (name === "交易合计") frame.payments = readAlipayTotal(value) ?? "cut";
  if (name === "退款合计") frame.refunds = readAlipayTotal(value) ?? "cut";
  if (name === "交易合计" || name === "退款合计" || name === "导出时间") frame.notes.set(name, value);
}

/** Null when the bill covers more than a day. */
function onlyDay(value: string): string | null {
  const period = readAlipayPeriod(value);
  return period && period.startsOn === period.endsOn ? period.startsOn : null;
}

function readColumns(line: PhysicalLine, frame: AlipayFrame): void {
  const header = readHeader(line);
  const columns = alipayColumns(header);
  const absent = REQUIRED.filter((name) => columns[name] < 0);
  if (header.repeated !== null) frame.because = `has the column ${header.repeated} twice`;
  else if (absent.length > 0) frame.because = `has no column for ${absent.join(", ")}`;
  frame.header = header;
  frame.columns = columns;
}

function unreadable(reason: string): LineReading {
  return { problem: { code: "statement_lines_unreadable", column: null, reason } };
}

function readLine(line: PhysicalLine, header: Header, columns: AlipayColumns, account: string | null): LineReading {
  const cells = cutAlipayLine(line.text, header);
  if (typeof cells === "string") return unreadable(cells);
  const row = new Row(cells, header.names);
  const type = row.text(columns.businessType);
  if (type !== "交易" && type !== "退款") row.fail(columns.businessType, `"${type.slice(0, 40)}" is not 交易 or 退款`);
  const isPayment = type === "交易";
  const received = row.requiredDecimal(columns.received, 2);
  const feeMagnitudeE5 = absMinor(row.requiredDecimal(columns.fee, FEE_SCALE));
  // The sign in the file cannot be relied on: what is charged on a payment comes back with a refund.
  const feeE5 = isPayment ? feeMagnitudeE5 : -feeMagnitudeE5;
  const orderNo = row.id(columns.orderNo);
  const channelTradeNo = row.id(columns.channelTradeNo);
  const refundNo = isPayment ? null : row.id(columns.refundNo);
  if (orderNo === null && channelTradeNo === null)
    row.fail(columns.orderNo, "the line has no order number of any kind");
  if (isPayment && received < 0n) row.fail(columns.received, "a payment cannot be negative");
  // Reading both times also notices a line whose cells are shifted by a comma in the product's name.
  const createdAt = columns.createdAt >= 0 ? row.time(columns.createdAt) : "";
  const isCompleted = createdAt === "" || row.text(columns.completedAt) !== "";
  const statement: StatementLine = {
    lineNo: line.lineNo,
    byteOffset: line.byteOffset,
    raw: line.text,
    kind: isPayment ? "PAYMENT" : "REFUND",
    status: "SUCCEEDED",
    orderNo,
    refundNo,
    channelTradeNo,
    // Alipay gives a refund no number of its own: its line repeats the trade's.
    channelRefundNo: null,
    amountMinor: absMinor(received),
    feeMinor: roundFee(feeE5, 2),
    feeE5,
    asset: "CNY",
    occurredAt: isCompleted ? row.time(columns.completedAt) : createdAt,
    counterpartyMerchantNo: row.id(columns.merchant) ?? account,
  };
  return row.problem ? { problem: row.problem } : { line: statement };
}
