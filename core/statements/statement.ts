import type { Refusal } from "@/core/result";
import type { LineReason } from "./line-reasons";
import type { UnionpayErrors } from "./unionpay-errors";

export type StatementFormat =
  | "wechat-trade"
  | "alipay-trade"
  | "unionpay-zm"
  | "stripe-payout"
  | "adyen-settlement"
  | "csv-mapped";

/** One payment or refund as the channel reports it. Every amount is in the minor unit of `asset`, unless its name says E5. */
export type StatementLine = {
  /** Physical line in the decoded member, from 1. */
  lineNo: number;
  /** Of the line's first byte in the uncompressed member. */
  byteOffset: number;
  /** The line's text without its line end, as the file has it: card numbers are masked by whoever keeps or shows it. */
  raw: string;
  kind: "PAYMENT" | "REFUND";
  status: "SUCCEEDED" | "PROCESSING" | "FAILED";
  /** The merchant's (our) order number. */
  orderNo: string | null;
  /** The merchant's (our) refund number; null on a payment, and on a reversal that the channel gave no number. */
  refundNo: string | null;
  channelTradeNo: string | null;
  channelRefundNo: string | null;
  /** Never negative: `kind` is the sign. */
  amountMinor: bigint;
  /** `feeE5` rounded half up: positive when charged to us, negative when returned to us. */
  feeMinor: bigint;
  /** The exact fee in 1/100000 of the major unit. */
  feeE5: bigint;
  asset: string;
  /** RFC 3339 with offset. */
  occurredAt: string;
  counterpartyMerchantNo: string | null;
};

export type StatementTotals = { count: number; amountMinor: bigint };

/** The lines in one asset. */
export type AssetTotals = {
  asset: string;
  payments: StatementTotals;
  refunds: StatementTotals;
  feeMinor: bigint;
  lines: number;
};

/** What lines of one kind that are neither payment nor refund add up to: signed, positive when it is given to us. */
export type OtherTotals = { kind: string; asset: string; count: number; netMinor: bigint };

export type StatementSummary = {
  format: StatementFormat;
  layout: string;
  encoding: StatementEncoding;
  asset: string;
  payments: StatementTotals;
  refunds: StatementTotals;
  /** The sum of the lines' rounded fees, signed. */
  feeMinor: bigint;
  lines: number;
  /** The control totals and notices as the file words them. */
  footer: Record<string, string> | null;
  /** YYYY-MM-DD, where the file or its name says so. */
  settlesOn: string | null;
  /** The same sums for each asset apart: those above add up whatever the lines are in, as channels' footers do. */
  byAsset: readonly AssetTotals[];
  /** Fees of their own, payouts, disputes: with the lines they are the whole file. */
  others: readonly OtherTotals[];
  /** Error trades that came in a file beside this one; they are no lines of it. */
  errorTrades?: UnionpayErrors;
};

/** Only banks write the last two. */
export type StatementEncoding = "utf-8" | "gb18030" | "windows-1252" | "iso-8859-15";

/** What is wrong with one line. `column` is null when the line as a whole cannot be read. */
export type StatementProblem = {
  code: StatementLineCode;
  lineNo: number;
  byteOffset: number;
  column: string | null;
  /** In English. */
  reason: string;
  /** The same for whoever says it in another language. */
  why: LineReason;
  raw: string;
};

export type StatementLineCode =
  | "statement_lines_unreadable"
  | "statement_cell_too_long"
  | "statement_exponent_number"
  | "statement_line_too_long";

export type StatementRefusalCode =
  | StatementLineCode
  | "statement_format_unknown"
  | "statement_file_empty"
  | "statement_header_english"
  | "statement_totals_disagree"
  | "statement_truncated"
  | "statement_encoding_invalid"
  | "statement_xml_invalid"
  | "statement_settlement_date_missing"
  | "statement_file_too_large"
  | "statement_gzip_corrupt"
  | "statement_zip_corrupt"
  | "statement_zip_encrypted"
  | "statement_zip_unsupported"
  | "statement_zip_path"
  | "statement_zip_nested"
  | "statement_zip_too_many_members"
  | "statement_zip_ratio"
  | "statement_zip_ambiguous"
  | "statement_zip_part_missing";

/** `problems` is there when lines are to blame: at most MAX_PROBLEMS of them, in file order. */
export type StatementRefusal = Refusal<StatementRefusalCode> & { problems?: readonly StatementProblem[] };

export const MAX_PROBLEMS = 100;
export const MAX_LINE_BYTES = 64 * 1024;
export const MAX_CELL_CHARS = 8 * 1024;

/**
 * What a line says, and nothing of how its file was written (encoding, line ends, column order, archive, name): the
 * hash of these texts is the same for the same content. No field can hold a TAB, see `Row.id`.
 */
export function canonicalLine(line: StatementLine): string {
  return `${line.kind}\t${line.status}\t${line.orderNo ?? ""}\t${line.refundNo ?? ""}\t${line.channelTradeNo ?? ""}\t${
    line.channelRefundNo ?? ""
  }\t${line.amountMinor}\t${line.feeE5}\t${line.asset}\t${line.occurredAt}\t${line.counterpartyMerchantNo ?? ""}`;
}
