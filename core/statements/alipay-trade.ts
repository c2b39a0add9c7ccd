import { absMinor } from "@/core/money/money";
import { type AlipayTotal, compareAlipayTotal } from "./alipay-footer";
import {
  type AlipayBill,
  type AlipayFrame,
  cutAlipayLine,
  findMissingTotal,
  joinTotals,
  openAlipayBill,
  totalOf,
} from "./alipay-frame";
import { compareAlipaySummary, readAlipaySummary } from "./alipay-summary";
import { unreadable } from "./collect-lines";
import { findColumn, type Header } from "./header";
import { why } from "./line-reasons";
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
    product: find("商品名称"),
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

/** What came with the bill: in how many files it is, and the text of the one beside them that sums it up (汇总). */
export type AlipayCompanions = { readonly parts: number; readonly summary: string | null };

export function createAlipayTradeReader({ parts, summary }: AlipayCompanions): FormatReader {
  const bill: AlipayBill<AlipayColumns, StatementLine> = {
    columnsOf: alipayColumns,
    required: REQUIRED,
    listEnd: "业务明细列表结束",
    totals: ["交易合计", "退款合计"],
    readLine,
  };
  const { frame, read } = openAlipayBill(bill, parts);
  return { read, end: (tally) => endOf(frame, summary, tally) };
}

function endOf(frame: AlipayFrame<AlipayColumns>, summary: string | null, tally: Tally): FormatEnd {
  const layout = frame.columns && frame.columns.acquirerTradeNo >= 0 ? "acquirer" : "standard";
  const { period, because } = frame;
  // A bill of more than a day has no settlement date of its own.
  const settlesOn = period && period.startsOn === period.endsOn ? period.startsOn : null;
  const end: FormatEnd = { layout, footer: null, settlesOn, unknown: because, missing: null, disagreements: [] };
  if (because !== null) return end;
  if (!frame.header) return { ...end, unknown: "has no header line" };
  const beside = summary === null ? null : holdAgainstSummary(summary, frame, tally);
  const { disagreements = [] } = beside ?? {};
  // A relayed list without Alipay's lines around it has no totals, and nothing by which a cut could be seen.
  if (!frame.isFramed && layout === "acquirer") {
    return { ...end, footer: { totals: "none in this file", ...beside?.notes }, disagreements };
  }
  const totals = joinTotals(frame, (name, total) => compareTotal(name, total, tally) === null);
  const missing = findMissingTotal(totals, [
    { name: "交易合计", what: "payments", lines: tally.payments.count },
    { name: "退款合计", what: "refunds", lines: tally.refunds.count },
  ]);
  // Parts of a bill may leave its totals to the file that sums it up.
  const isSummed = totals.size === 0 && frame.parts > 1 && beside?.isTotal === true;
  if (missing !== null && !isSummed) return { ...end, missing };
  const stated = ["交易合计", "退款合计"].flatMap((name) => {
    const total = totalOf(totals, name);
    return total === null ? [] : [compareTotal(name, total, tally)];
  });
  const found = stated.filter((total): total is Disagreement => total !== null);
  const footer = Object.fromEntries([...frame.notes, ...Object.entries(beside?.notes ?? {})]);
  return { ...end, footer, disagreements: [...found, ...disagreements] };
}

function compareTotal(name: string, total: AlipayTotal, { payments, refunds }: Tally): Disagreement | null {
  return name === "交易合计"
    ? compareAlipayTotal(name, "payment", total, payments)
    : compareAlipayTotal(name, "refund", total, refunds);
}

type Beside = { notes: Record<string, string>; disagreements: readonly Disagreement[]; isTotal: boolean };

function holdAgainstSummary(text: string, { account }: AlipayFrame<AlipayColumns>, tally: Tally): Beside {
  const summary = readAlipaySummary(text);
  const none = (why: string): Beside => ({ notes: { 汇总: why }, disagreements: [], isTotal: false });
  if (summary === null) return none("no row of it could be read: there is no control total");
  if (account !== null && summary.account !== null && summary.account !== account) return none("of another account");
  const { payments, refunds } = tally;
  const said = `${summary.payments} payments, ${summary.refunds} refunds`;
  return { notes: { 汇总: said }, disagreements: compareAlipaySummary(summary, payments, refunds), isTotal: true };
}

function readLine(line: PhysicalLine, header: Header, columns: AlipayColumns, account: string | null): LineReading {
  const { product, createdAt: time } = columns;
  const cells = cutAlipayLine(line.text, header, { product, time });
  if ("code" in cells) return unreadable(cells);
  const row = new Row(cells, header.names);
  const type = row.text(columns.businessType);
  if (type !== "交易" && type !== "退款")
    row.fail(columns.businessType, why("text_not_one_of", { text: type, known: "交易, 退款" }));
  const isPayment = type === "交易";
  const received = row.requiredDecimal(columns.received, 2);
  // Where no fee comes back with a refund, its cell may be empty.
  const fee = isPayment ? row.requiredDecimal(columns.fee, FEE_SCALE) : row.decimal(columns.fee, FEE_SCALE);
  const feeMagnitudeE5 = absMinor(fee);
  // The sign in the file cannot be relied on: what is charged on a payment comes back with a refund.
  const feeE5 = isPayment ? feeMagnitudeE5 : -feeMagnitudeE5;
  const orderNo = row.id(columns.orderNo);
  const channelTradeNo = row.id(columns.channelTradeNo);
  const refundNo = isPayment ? null : row.id(columns.refundNo);
  if (orderNo === null && channelTradeNo === null) row.fail(columns.orderNo, why("order_number_missing"));
  if (isPayment && received < 0n) row.fail(columns.received, why("payment_negative"));
  const createdAt = row.text(columns.createdAt) === "" ? "" : row.time(columns.createdAt);
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
