import { invariant } from "@/core/result";
import type { StatementLine, StatementTotals } from "../demo-types";
import { clockTime, type Moment } from "../moment";
import { encodeGbk, gbkLengthOf } from "./gbk";
import { writeRd2010 } from "./unionpay-rd2010";
import { buildZip } from "./zip";

const ACCOUNT = "802310000000001";
const EOL = "\r\n";

/** Bytes per field; one space between two fields. */
const FIELD_LENGTHS = [
  3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13, 13,
  8, 32, 13, 13, 12, 2, 1, 32, 98,
] as const;

/** UnionPay's trades (ZM, fixed width) with their summary (RD2010). The settlement date stands in the names alone. */
export function writeUnionpayZm(date: string, lines: readonly StatementLine[], totals: StatementTotals) {
  const shortDay = date.replaceAll("-", "").slice(2);
  const records = lines.map((line) => `${recordOf(line)}${EOL}`).join("");
  const bytes = buildZip([
    { name: encodeGbk(`INN${shortDay}88ZM_${ACCOUNT}`), content: encodeGbk(records) },
    {
      name: encodeGbk(`RD2010${shortDay}01_${ACCOUNT}`),
      content: encodeGbk(writeRd2010(date, ACCOUNT, totals)),
    },
  ]);
  return { fileName: `${ACCOUNT}_20${shortDay}.zip`, bytes };
}

function recordOf(line: StatementLine): string {
  const cells = cellsOf(line);
  invariant(cells.length === FIELD_LENGTHS.length, "a ZM record has 42 fields");
  return cells.map((cell, index) => padded(cell, FIELD_LENGTHS[index] ?? 0)).join(" ");
}

/** In the order of the specification. A refund is a trade of its own: its number is the merchant order number. */
function cellsOf(line: StatementLine): string[] {
  const isRefund = line.itemKind === "REFUND";
  const queryId = line.refundTradeNo ?? line.tradeNo;
  // The money's side, seen from the merchant: a payment is credited to it and its fee debited, a refund the other way.
  const feeMinor = isRefund ? -line.feeMinor : line.feeMinor;
  const fee = `${isRefund ? "C" : "D"}${fen(feeMinor)}`;
  const settlement = `${isRefund ? "D" : "C"}${fen(line.amountMinor - feeMinor)}`;
  return [
    isRefund ? "S30" : "S22",
    "00010000",
    "00010000",
    traceNoOf(queryId),
    transmissionTime(line.at),
    line.payerHint,
    fen(line.amountMinor),
    line.merchant.categoryCode,
    "07",
    queryId,
    "",
    line.refundNo ?? line.orderNo,
    "01",
    isRefund ? traceNoOf(line.tradeNo) : "",
    isRefund ? transmissionTime(line.paidAt) : "",
    fee,
    settlement,
    "0001",
    "",
    isRefund ? "04" : "01",
    isRefund ? "00" : "01",
    "000201",
    "01",
    "",
    "",
    "0",
    isRefund ? line.tradeNo : "",
    ACCOUNT,
    "0",
    line.merchant.config.merchantNo,
    line.merchant.shortName,
    `C${fen(0n)}`,
    settlement,
    "00000001",
    "",
    `C${fen(0n)}`,
    `C${fen(0n)}`,
    "0".repeat(12),
    "00",
    "0",
    isRefund ? line.orderNo : "",
    "",
  ];
}

function padded(cell: string, length: number): string {
  const missing = length - gbkLengthOf(cell);
  invariant(missing >= 0, `"${cell}" fits into ${length} bytes`);
  return `${cell}${" ".repeat(missing)}`;
}

function fen(amountMinor: bigint): string {
  invariant(amountMinor >= 0n, "the direction of an amount stands before it, as D or C");
  return amountMinor.toString().padStart(12, "0");
}

/** MMDDhhmmss: the year is for the reader to find. */
function transmissionTime(at: Moment): string {
  return `${at.day.slice(5).replace("-", "")}${clockTime(at).replaceAll(":", "")}`;
}

function traceNoOf(queryId: string): string {
  return queryId.slice(-6);
}
