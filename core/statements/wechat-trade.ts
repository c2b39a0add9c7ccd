import { absMinor } from "@/core/money/money";
import { unreadable } from "./collect-lines";
import { findHeaderFault, type Header, readHeader } from "./header";
import { why } from "./line-reasons";
import { FEE_SCALE, Row, roundFee, unitAtFeeScale } from "./row";
import type { FormatEnd, FormatReader, LineReading, Tally } from "./run-parser";
import { BacktickCells, isSpreadsheetBlank } from "./split-cells";
import type { PhysicalLine } from "./split-lines";
import type { StatementLine } from "./statement";
import { cutWechatLine, type FreeColumns } from "./wechat-cells";
import { type WechatColumns, wechatColumns } from "./wechat-columns";
import {
  compareWechatTotals,
  emptyWechatSums,
  hasWechatTotals,
  readWechatFooter,
  type WechatFooter,
  type WechatSums,
} from "./wechat-footer";
import { PlainWechatLines } from "./wechat-plain";

const REQUIRED = ["time", "orderNo", "status", "amount", "fee"] as const satisfies readonly (keyof WechatColumns)[];

/** A bill with refunds has all of these, otherwise a refund that is still under way would look like a finished one. */
const OF_REFUNDS = ["refundNo", "channelRefundNo", "refundStatus"] as const;

const REFUND_STATUS: ReadonlyMap<string, StatementLine["status"]> = new Map([
  ["SUCCESS", "SUCCEEDED"],
  ["PROCESSING", "PROCESSING"],
  ["FAIL", "FAILED"],
  // CHANGE: the payer's account is gone; the money came back to the merchant's account and waits for a person.
  ["CHANGE", "FAILED"],
]);

const EMPTY_DAY = ["No Bill Exist", "NO_STATEMENT_EXIST"];

/** How the data lines of this file are read: `plain` those that need no second look, `cells` most of the others. */
type Layout = {
  readonly header: Header;
  readonly columns: WechatColumns;
  readonly cells: BacktickCells;
  readonly plain: PlainWechatLines;
};
type State =
  | { at: "start" | "empty-day" | "end" }
  | { at: "no-statement"; because: string }
  | ({ at: "lines" } & Layout)
  | { at: "totals"; header: Header };

export function isEmptyWechatDay(text: string): boolean {
  return EMPTY_DAY.some((words) => text.includes(words));
}

export function createWechatTradeReader(): FormatReader {
  let state: State = { at: "start" };
  let layout = "empty day";
  let footer: WechatFooter | null = null;
  const sums = emptyWechatSums();

  function readFirst(line: PhysicalLine): LineReading {
    if (isEmptyWechatDay(line.text)) {
      state = { at: "empty-day" };
      return null;
    }
    // An answer in XML may spread over lines; whether it means an empty day shows in a later one.
    if (line.text.startsWith("<")) return null;
    const header = readHeader(line);
    const columns = wechatColumns(header);
    const because = findHeaderFault(header, columns, requiredOf(columns));
    const width = header.names.length;
    const layouts = { header, columns, cells: new BacktickCells(width), plain: new PlainWechatLines(columns, width) };
    state = because === null ? { at: "lines", ...layouts } : { at: "no-statement", because };
    layout = layoutOf(header);
    return null;
  }

  return {
    readPlain(line) {
      if (state.at !== "lines") return null;
      if (state.plain.isFull) state.plain.settle(sums);
      return state.plain.read(line);
    },
    read(line) {
      const text = line.text.trim();
      if (state.at === "no-statement" || isSpreadsheetBlank(text)) return null;
      if (state.at === "start") return readFirst({ ...line, text });
      if (state.at === "lines") {
        if (text.startsWith("`2") || !isTotalsHeader(text)) return readLine(line, text, state, sums);
        state.plain.settle(sums);
        state = { at: "totals", header: readHeader(line) };
        return null;
      }
      if (state.at === "totals") {
        footer = readWechatFooter(state.header, text);
        state = { at: "end" };
        return null;
      }
      if (state.at === "empty-day" && text.startsWith("<")) return null;
      return unreadable(why("line_after_end"));
    },
    end: (tally) => endOf(state, layout, footer, sums, tally),
  };
}

function endOf(state: State, layout: string, footer: WechatFooter | null, sums: WechatSums, tally: Tally): FormatEnd {
  const end: FormatEnd = { layout, footer: null, settlesOn: null, unknown: null, missing: null, disagreements: [] };
  if (state.at === "start") return { ...end, unknown: "has no header line" };
  if (state.at === "no-statement") return { ...end, unknown: state.because };
  if (state.at === "empty-day") return end;
  if (footer === null) return { ...end, missing: "its closing line of totals" };
  if (!hasWechatTotals(footer, tally)) return { ...end, missing: "the count and the amounts in its closing line" };
  const said = footer.names.map((name, index) => [name, footer.cells[index] ?? ""]);
  return { ...end, footer: Object.fromEntries(said), disagreements: compareWechatTotals(footer, sums, tally) };
}

function requiredOf(columns: WechatColumns): readonly (keyof WechatColumns)[] {
  return OF_REFUNDS.some((name) => columns[name] >= 0) ? [...REQUIRED, "refund", ...OF_REFUNDS] : REQUIRED;
}

function layoutOf(header: Header): string {
  const kind = header.indexOf.has("退款成功时间") ? "REFUND" : header.indexOf.has("退款状态") ? "ALL" : "SUCCESS";
  return header.indexOf.has("总金额") ? `${kind} (before 2018)` : kind;
}

function isTotalsHeader(text: string): boolean {
  // A back-tick or a quote may stand before it.
  return [0, 1, 2].some((at) => text.startsWith("总交易单数", at));
}

function freeColumns({ product, attachment }: WechatColumns): FreeColumns {
  return product >= 0 && attachment === product + 1 ? { first: product, last: attachment } : null;
}

function readLine(line: PhysicalLine, text: string, { header, columns, cells }: Layout, sums: WechatSums): LineReading {
  const cut = cells.cut(text) ? cells : cutWechatLine(text, header, freeColumns(columns));
  if ("code" in cut) return unreadable(cut);
  const row = new Row(cut, header.names);
  const { asset, scale } = row.asset(columns.asset);
  const tradeStatus = row.text(columns.status);
  if (tradeStatus !== "SUCCESS" && tradeStatus !== "REFUND" && tradeStatus !== "REVOKED") {
    row.fail(columns.status, why("text_not_one_of", { text: tradeStatus, known: "SUCCESS, REFUND, REVOKED" }));
  }
  const isPayment = tradeStatus === "SUCCESS";
  const amount = row.requiredDecimal(columns.amount, scale);
  const refund = row.decimal(columns.refund, scale);
  // Where no fee comes back with a refund, its cell may be empty; the bill's total of fees holds all the same.
  const feeE5 = isPayment ? row.requiredDecimal(columns.fee, FEE_SCALE) : row.decimal(columns.fee, FEE_SCALE);
  const orderNo = row.id(columns.orderNo);
  const channelTradeNo = row.id(columns.channelTradeNo);
  if (orderNo === null && channelTradeNo === null) row.fail(columns.orderNo, why("order_number_missing"));
  if (!isPayment && columns.refund < 0) row.fail(columns.status, why("refund_column_missing"));
  if (isPayment && amount < 0n) row.fail(columns.amount, why("payment_negative"));
  // A reversal (REVOKED) without a refund behind it carries its amount where payments do.
  const amountMinor = isPayment ? amount : absMinor(refund === 0n && tradeStatus === "REVOKED" ? amount : refund);
  const statement: StatementLine = {
    lineNo: line.lineNo,
    byteOffset: line.byteOffset,
    raw: line.text,
    kind: isPayment ? "PAYMENT" : "REFUND",
    status: isPayment ? "SUCCEEDED" : refundStatus(row, columns, tradeStatus),
    orderNo,
    refundNo: isPayment ? null : row.id(columns.refundNo),
    channelTradeNo,
    channelRefundNo: isPayment ? null : row.id(columns.channelRefundNo),
    amountMinor,
    feeMinor: roundFee(feeE5, scale),
    feeE5,
    asset,
    occurredAt: row.time(isPayment ? columns.time : refundTime(row, columns)),
    counterpartyMerchantNo: row.id(columns.subMerchant) ?? row.id(columns.merchant),
  };
  const couponRefund = row.decimal(columns.couponRefund, scale);
  const orderAmount = row.decimal(columns.orderAmount, scale);
  const appliedRefund = row.decimal(columns.appliedRefund, scale);
  if (row.problem) return { problem: row.problem };
  const { feeMinor } = statement;
  addToSums(sums, { scale, isPayment, amount, refund, couponRefund, orderAmount, appliedRefund, feeE5, feeMinor });
  return { line: statement };
}

function refundStatus(row: Row, columns: WechatColumns, tradeStatus: string): StatementLine["status"] {
  const text = row.text(columns.refundStatus);
  if (columns.refundStatus < 0 || (tradeStatus === "REVOKED" && (text === "" || text === "0"))) return "SUCCEEDED";
  const status = REFUND_STATUS.get(text);
  if (!status)
    row.fail(columns.refundStatus, why("text_not_one_of", { text, known: "SUCCESS, PROCESSING, FAIL, CHANGE" }));
  return status ?? "FAILED";
}

/** The refund bill's 交易时间 is the payment's; the other bills have no column but that one. */
function refundTime(row: Row, columns: WechatColumns): number {
  const candidates = [columns.refundSucceededAt, columns.refundAppliedAt];
  return candidates.find((column) => row.id(column) !== null) ?? columns.time;
}

type LineAmounts = Pick<
  WechatSums,
  "scale" | "amount" | "refund" | "couponRefund" | "orderAmount" | "appliedRefund" | "feeE5"
> & {
  isPayment: boolean;
  feeMinor: bigint;
};

function addToSums(sums: WechatSums, line: LineAmounts): void {
  const unit = unitAtFeeScale(line.scale);
  const amount = line.amount * unit;
  const orderAmount = line.orderAmount * unit;
  sums.lines += 1;
  if (line.scale > sums.scale) sums.scale = line.scale;
  sums.amount += amount;
  sums.refund += line.refund * unit;
  sums.couponRefund += line.couponRefund * unit;
  sums.orderAmount += orderAmount;
  sums.appliedRefund += line.appliedRefund * unit;
  sums.feeE5 += line.feeE5;
  sums.roundedFee += line.feeMinor * unit;
  if (line.isPayment) {
    sums.paymentAmount += amount;
    sums.paymentOrderAmount += orderAmount;
  }
}
