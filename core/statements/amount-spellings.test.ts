import { describe, expect, test } from "vitest";
import { toDecimalString } from "@/core/money/parse-money";
import { createCashParser, isCashFormat } from "./create-cash-parser";
import { createStatementParser } from "./create-parser";
import { detectStatementFormat } from "./detect-format";
import { BANK_DAY } from "./fixtures/sample-bank";
import { ALIPAY_DAY, FUND_DAY, UNIONPAY_DAY, UNIONPAY_NAME, WECHAT_DAY } from "./fixtures/sample-days";
import { writeAdyenSettlement } from "./fixtures/write-adyen";
import { writeAlipayBill } from "./fixtures/write-alipay";
import { writeCamt053 } from "./fixtures/write-camt053";
import { writeAlipayFund, writeWechatFund } from "./fixtures/write-funds";
import { writeMt940 } from "./fixtures/write-mt940";
import { writeStripePayouts } from "./fixtures/write-stripe";
import { writeUnionpayZm } from "./fixtures/write-unionpay";
import { writeWechatBill } from "./fixtures/write-wechat";

/** What an amount's cell becomes: minor units, or the words of its line's refusal. */
type Outcome = bigint | string;

/** A file of `format` whose one line is of `minor`, with its totals, but has `spelling` in the amount's cell. */
type Writer = (spelling: string, minor: bigint) => string | Uint8Array;

const yuan = (minor: bigint) => toDecimalString(minor, 2);
const first = <T>([line]: readonly T[]): T => line as T;

/** Puts the spelling where `before` leads to the amount; the file's totals keep the plain one. */
function spell(text: string, before: string, plain: string, spelling: string): string {
  const at = text.indexOf(before + plain);
  if (at < 0) throw new Error(`the file has no ${before}${plain}`);
  return text.slice(0, at) + before + spelling + text.slice(at + before.length + plain.length);
}

const stripeRow = {
  category: "charge",
  payoutId: "po_1",
  transactionId: "txn_1",
  asset: "CNY",
  scale: 2,
  feeMinor: 0n,
  at: "2026-11-19 12:00:01",
  sourceId: "ch_1",
  orderNo: "ORD1",
};
const adyenRow = {
  type: "Settled",
  batch: "7",
  pspReference: "PSP1",
  orderNo: "ORD1",
  modification: "",
  at: "2026-11-19 12:00:00",
  grossAsset: "EUR",
  grossScale: 2,
  netAsset: "EUR",
  netScale: 2,
};

const writers: Record<string, Writer> = {
  "wechat-trade": (spelling, minor) => {
    const file = writeWechatBill("SUCCESS", [{ ...first(WECHAT_DAY), amountMinor: minor }]);
    return spell(file, "CNY,`", yuan(minor), spelling);
  },
  "alipay-trade": (spelling, minor) => {
    const file = writeAlipayBill([{ ...first(ALIPAY_DAY), amountMinor: minor }]);
    return spell(file, `*试(138****00)\t,${yuan(minor)},`, yuan(minor), spelling);
  },
  "wechat-fund": (spelling, minor) =>
    spell(
      writeWechatFund([{ ...first(FUND_DAY), signed: minor }]),
      minor > 0n ? "收入,`" : "支出,`",
      yuan(minor),
      spelling,
    ),
  "alipay-fund": (spelling, minor) =>
    spell(writeAlipayFund([{ ...first(FUND_DAY), signed: minor }]), "*试(138****00)\t,", yuan(minor), spelling),
  "stripe-payout": (spelling, minor) =>
    spell(writeStripePayouts([{ ...stripeRow, grossMinor: minor }]), "cny,", yuan(minor), spelling),
  "adyen-settlement": (spelling, minor) => {
    const file = writeAdyenSettlement([{ ...adyenRow, grossMinor: minor, netMinor: minor }]);
    return spell(file, "EUR,,", yuan(minor), spelling);
  },
  camt053: (spelling, minor) => {
    const entry = { ...first(BANK_DAY.entries), amountMinor: minor };
    return spell(writeCamt053([{ ...BANK_DAY, entries: [entry] }]), '<Ntry><Amt Ccy="EUR">', yuan(minor), spelling);
  },
  mt940: (spelling, minor) => {
    const entry = { ...first(BANK_DAY.entries), amountMinor: minor };
    const plain = yuan(minor).replace(".", ",");
    return spell(writeMt940([{ ...BANK_DAY, entries: [entry] }]), ":61:2701011231C", plain, spelling);
  },
  "unionpay-zm": (spelling, minor) => {
    const file = new TextDecoder("latin1").decode(
      writeUnionpayZm([{ ...first(UNIONPAY_DAY), amountMinor: minor, feeMinor: 0n }]),
    );
    return spell(file, "0018 ", `${minor}`.padStart(12, "0"), spelling.padStart(12).slice(0, 12));
  },
};

function read(format: string, file: string | Uint8Array): Outcome {
  const bytes = typeof file === "string" ? new TextEncoder().encode(file) : file;
  const detected = detectStatementFormat(bytes, UNIONPAY_NAME);
  if (detected !== format) return `detected as ${detected}`;
  const parser = isCashFormat(detected)
    ? createCashParser(detected)
    : createStatementParser(detected, { memberName: UNIONPAY_NAME });
  const fed = parser.feed(bytes);
  const { lines, outcome } = parser.finish();
  if (!outcome.ok) {
    expect(outcome.refusal.problems, outcome.refusal.message).toHaveLength(1);
    expect(outcome.refusal.problems?.[0]?.lineNo).toBeGreaterThan(0);
    return outcome.refusal.message;
  }
  return [...fed, ...lines].reduce((sum, line) => sum + line.amountMinor, 0n);
}

const NOT_DECIMAL = "is not a decimal amount";
const TOO_FINE = "more than 2 decimals";

/** Files with a cell per amount: a plain decimal with at most as many decimals as the currency has, and nothing else. */
const IN_CELLS: readonly [string, Outcome][] = [
  ["12.30", 1_230n],
  [" 12.30 ", 1_230n],
  ["12.3", 1_230n],
  ["12.3000", 1_230n],
  ["012.30", 1_230n],
  ["+5.00", 500n],
  ["5.", 500n],
  ["5", 500n],
  ["-0.00", 0n],
  [".5", NOT_DECIMAL],
  ["12.345", TOO_FINE],
  ["￥12.30", NOT_DECIMAL],
  ["¥12.30", NOT_DECIMAL],
  ["(5.00)", NOT_DECIMAL],
  ["１２.３０", NOT_DECIMAL],
  ["12。30", NOT_DECIMAL],
  ["1 234.56", NOT_DECIMAL],
  ["1e3", "in exponent form"],
  ["1.23E+2", "in exponent form"],
  ["NaN", NOT_DECIMAL],
  ["Infinity", NOT_DECIMAL],
  ["0x10", NOT_DECIMAL],
  ["--5.00", NOT_DECIMAL],
  ["5.00元", NOT_DECIMAL],
];

const LINE_TOO_WIDE = "cells where the header names";
const tables: Record<string, readonly [string, Outcome][]> = {
  // Nothing is quoted in it, and a comma without a back-tick divides nothing.
  "wechat-trade": [...IN_CELLS, ["1,234.56", NOT_DECIMAL]],
  "wechat-fund": [...IN_CELLS, ["1,234.56", NOT_DECIMAL]],
  "alipay-trade": [...IN_CELLS, ["1,234.56", LINE_TOO_WIDE], ['"1,234.56"', NOT_DECIMAL]],
  "alipay-fund": [...IN_CELLS, ["1,234.56", LINE_TOO_WIDE], ['"1,234.56"', NOT_DECIMAL]],
  "stripe-payout": [...IN_CELLS, ["1,234.56", LINE_TOO_WIDE], ['"1,234.56"', NOT_DECIMAL]],
  "adyen-settlement": [...IN_CELLS, ["1,234.56", LINE_TOO_WIDE], ['"1,234.56"', NOT_DECIMAL]],
  // A decimal of XML Schema without a sign: the mark beside it is the sign.
  camt053: [
    ["12.30", 1_230n],
    [" 12.30 ", 1_230n],
    ["12.3000", 1_230n],
    [".5", 50n],
    ["5.", 500n],
    ...["+5.00", "-0.00", "-5.00", "1,234.56", "￥12.30", "(5.00)", "１２.３０", "1e3", ".", ""].map(
      (spelling): [string, Outcome] => [spelling, "is not a decimal amount without a sign"],
    ),
    ["12.345", TOO_FINE],
  ],
  // The decimal comma is always there; marks, not signs.
  mt940: [
    ["12,30", 1_230n],
    ["12,3", 1_230n],
    ["5,", 500n],
    ...["12.30", "1.234,56", "1234", "+5,00", "-0,00", ",5", "￥12,30", "(5,00)", "１２,３０", "1e3,"].map(
      (spelling): [string, Outcome] => [spelling, "is not an amount with a decimal comma"],
    ),
    ["12,345", TOO_FINE],
  ],
  // Twelve digits of fen and nothing else.
  "unionpay-zm": [
    ["000000001230", 1_230n],
    ...["1230", "12.30", "1,234.56", "(5.00)", "1e3", "-0.00", "+5.00", "00000000123A"].map(
      (spelling): [string, Outcome] => [spelling, "is not an amount of 12 digits"],
    ),
  ],
};

describe.each(Object.entries(tables))("%s", (format, table) => {
  test.each(table)("%j", (spelling, expected) => {
    const minor = typeof expected === "bigint" ? expected : 1_230n;
    const found = read(format, writers[format]?.(spelling, minor) ?? "");
    if (typeof expected === "bigint") expect(found).toBe(expected);
    else expect(found).toContain(expected);
  });
});
