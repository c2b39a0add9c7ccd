import { describe, expect, test } from "vitest";
import type { StatementContext } from "./create-parser";
import { encodeGb18030 } from "./fixtures/encode-gb18030";
import { messageOf, parseBytes } from "./fixtures/parse-bytes";
import { UNIONPAY_DAY, UNIONPAY_NAME } from "./fixtures/sample-days";
import {
  UNIONPAY_MERCHANT,
  type UnionpayFixtureLine,
  writeUnionpayReport,
  writeUnionpayZm,
  writeUnionpayZme,
} from "./fixtures/write-unionpay";
import { maskCardNumbers } from "./mask-card-numbers";
import { readUnionpayName, ZM_FULL_LINE } from "./unionpay-fields";
import { readUnionpayReport } from "./unionpay-report";

const zm = writeUnionpayZm(UNIONPAY_DAY);
const zmText = new TextDecoder().decode(zm);
const [payment, , refund] = UNIONPAY_DAY as [UnionpayFixtureLine, UnionpayFixtureLine, UnionpayFixtureLine];
const reportName = `RD201018010101_${UNIONPAY_MERCHANT}`;
const named: StatementContext = { memberName: UNIONPAY_NAME };
const withReport = { ...named, companions: [{ name: reportName, bytes: writeUnionpayReport(UNIONPAY_DAY) }] };
const parse = (text: string, context: StatementContext = named) => parseBytes(encodeGb18030(text), context);

test("a line has the documented length", () => {
  expect(zmText.indexOf("\r\n")).toBe(ZM_FULL_LINE);
});

test("a refund is an order of its own that names the order it returns", () => {
  expect(parse(zmText)?.lines[2]).toMatchObject({
    kind: "REFUND",
    orderNo: "ORD201",
    refundNo: "REF201",
    channelTradeNo: "201712312330050000001",
    channelRefundNo: "201801011813120000003",
    amountMinor: 2_500n,
    feeMinor: -15n,
  });
});

describe("dates", () => {
  test("the year of a trade is the one that puts it before the settlement date", () => {
    expect(parse(zmText)?.lines.map((line) => line.occurredAt)).toEqual([
      "2017-12-31T23:30:05+08:00",
      "2018-01-01T10:30:00+08:00",
      "2018-01-01T18:13:12+08:00",
    ]);
  });

  test("29 February belongs to a leap year", () => {
    const leap = writeUnionpayZm([{ ...payment, at: "0229120000" }]);
    const found = (memberName: string) => parseBytes(leap, { memberName })?.lines[0]?.occurredAt;
    expect(found("INN20022988ZM_1")).toBe("2020-02-29T12:00:00+08:00");
    expect(found("INN19030188ZM_1")).toBe("2016-02-29T12:00:00+08:00");
  });

  test("a renamed file needs the date from outside", () => {
    expect(parse(zmText, {})?.outcome).toMatchObject({ refusal: { code: "statement_settlement_date_missing" } });
    expect(parse(zmText, { settlesOn: "2018-01-01" })?.outcome).toMatchObject({
      ok: true,
      value: { settlesOn: "2018-01-01" },
    });
  });

  test.each([
    ["INN18010188ZM_777", { kind: "ZM", settlesOn: "2018-01-01", merchantNo: "777" }],
    ["day/INN18010188ZME_777.txt", { kind: "ZME", settlesOn: "2018-01-01", merchantNo: "777" }],
    ["RD201018010101_777", { kind: "RD2010", settlesOn: "2018-01-01", merchantNo: "777" }],
    ["INN18133188ZM_777", { kind: "ZM", settlesOn: null, merchantNo: "777" }],
    ["statement.csv", null],
  ])("the name %s", (name, expected) => {
    expect(readUnionpayName(name)).toEqual(expected);
  });
});

describe("amounts that a line repeats", () => {
  const swap = (from: string, to: string) => zmText.replace(from, to);
  test.each([
    [
      "settled without the fee taken off",
      zmText
        .replaceAll("C000000009940 0001", "C000000010000 0001")
        .replaceAll("C000000000944 0001", "C000000000950 0001")
        .replaceAll("D000000002485 0001", "D000000002500 0001"),
      [10_000n, 950n, 2_500n],
    ],
    ["nothing settled", swap("D000000000060 C000000009940", "C000000000000 C000000000000"), [10_000n, 950n, 2_500n]],
  ])("%s", (_, text, amounts) => {
    expect(parse(text)?.lines.map((line) => line.amountMinor)).toEqual(amounts);
  });

  test("a discount that the scheme takes lowers what is settled", () => {
    const text = swap("000000010000 4900", "000000010100 4900").replace(
      "        C000000000000 C000000000000 0000",
      "        C000000000100 C000000000000 0000",
    );
    expect(parse(text)?.lines[0]).toMatchObject({ amountMinor: 10_000n, feeMinor: 60n });
  });

  test.each([
    ["an amount changed", swap("000000010000 4900", "000000010001 4900")],
    ["a settlement changed", swap("C000000009940 0001", "C000000009941 0001")],
    ["a fee changed", swap("D000000000060", "D000000000061")],
    [
      "a fee added where others are taken off",
      zmText.replace("D000000000006 C000000000944 0001", "D000000000006 C000000000950 0001"),
    ],
    ["a payment settled as a debit", swap("C000000009940 0001", "D000000009940 0001")],
    ["an amount with a letter", swap("000000010000 4900", "00000001O000 4900")],
    ["a byte lost", swap("438690 ", "43869 ")],
    ["a line cut in the middle of the file", swap(zmText.slice(200, 609), "\r\n")],
    ["a month of 13", swap("1231233005", "1331233005")],
    ["no query number", swap("201712312330050000001", " ".repeat(21))],
  ])("%s is refused", (_, text) => {
    expect(parse(text)?.outcome).toMatchObject({ ok: false, refusal: { code: "statement_lines_unreadable" } });
  });

  const unsettled = swap("D000000000060 C000000009940", "C000000000000 C000000000000");
  test.each([
    ["a code alone", unsettled.replace(" 01 01 000201", "    01 000201"), "PAYMENT"],
    [
      "a code with blanks",
      zmText.replace("S56", "S5 ").replace("S22", "S56").replace(" 01 01 000201", "    01 000201"),
      "PAYMENT",
    ],
    [
      "a reversal that keeps its trade's code",
      zmText
        .replace("D000000000060 C000000009940", "C000000000060 D000000009940")
        .replace(" 01 01 000201", " 31 01 000201"),
      "REFUND",
    ],
    ["neither, by its settlement", zmText.replace("S22", "S99").replace(" 01 01 000201", " 77 01 000201"), "PAYMENT"],
  ])("the kind of %s", (_, text, kind) => {
    const found = parse(text);
    expect(messageOf(found)).toBe("");
    expect(found?.lines[0]).toMatchObject({ kind });
  });

  test.each(["02", "32"])("a pre-authorisation (%s) is counted and is no line", (type) => {
    const found = parse(unsettled.replace(" 01 01 000201", ` ${type} 01 000201`));
    expect(found?.outcome).toMatchObject({
      ok: true,
      value: { lines: 2, others: [{ kind: "pre-authorisation", count: 1 }] },
    });
    expect(parse(zmText.replace(" 01 01 000201", ` ${type} 01 000201`))?.lines).toHaveLength(3);
  });

  test("a code and a type that contradict each other, with nothing settled, are refused", () => {
    expect(messageOf(parse(unsettled.replace(" 01 01 000201", " 04 01 000201")))).toContain("settles nothing");
  });

  test("a file cut inside its last line is refused", () => {
    expect(parse(zmText.slice(0, -40))?.outcome).toMatchObject({ refusal: { code: "statement_truncated" } });
    expect(parseBytes(zm.subarray(0, 560), named)?.outcome).toMatchObject({ refusal: { code: "statement_truncated" } });
  });
});

describe("the day's report", () => {
  test("must agree with the lines", () => {
    expect(parseBytes(zm, withReport)?.outcome).toMatchObject({
      ok: true,
      value: { footer: { RD2010: expect.stringContaining("3 trades") } },
    });
    const found = parseBytes(writeUnionpayZm([payment, refund]), withReport);
    expect(found?.outcome).toMatchObject({ refusal: { code: "statement_totals_disagree" } });
    expect(messageOf(found)).toContain("3 trades, payments of 109.50");
    expect(messageOf(found)).toContain("2 trades, payments of 100.00");
  });

  test("is a note when no row of it can be read", () => {
    const companions = [{ name: reportName, bytes: encodeGb18030("清算日报\r\n") }];
    expect(parseBytes(zm, { ...named, companions })?.outcome).toMatchObject({
      ok: true,
      value: { footer: { RD2010: expect.stringContaining("no control total") } },
    });
  });

  test("of another day is named and not believed; of several the merchant's own is", () => {
    const [wrong, right] = [writeUnionpayReport([payment]), writeUnionpayReport(UNIONPAY_DAY)];
    const ofOtherDay = { name: `RD201018010201_${UNIONPAY_MERCHANT}`, bytes: wrong };
    const ofOtherMerchant = { name: "RD201018010101_777000000000002", bytes: wrong };
    const own = { name: reportName, bytes: right };
    const parsed = (...companions: (typeof own)[]) => parseBytes(zm, { ...named, companions })?.outcome;
    for (const stranger of [ofOtherDay, ofOtherMerchant]) {
      expect(parsed(stranger, own)).toMatchObject({
        ok: true,
        value: {
          footer: { RD2010: expect.stringContaining("3 trades"), ignored: expect.stringContaining(stranger.name) },
        },
      });
    }
    expect(parsed(ofOtherDay)).toMatchObject({ ok: true });
    expect(parsed(ofOtherMerchant)).toMatchObject({ refusal: { code: "statement_totals_disagree" } });
  });

  test("must agree with its own total", () => {
    const rows = new TextDecoder("gb18030").decode(writeUnionpayReport(UNIONPAY_DAY));
    const withTotal = (cells: string) => [{ name: reportName, bytes: encodeGb18030(`${rows}合计 ${cells}\r\n`) }];
    const parsed = (cells: string) => parseBytes(zm, { ...named, companions: withTotal(cells) })?.outcome;
    expect(parsed("3 25.00 109.50 0.66 0.15 24.85 108.84")).toMatchObject({ ok: true });
    expect(parsed("3 25.00 109.51 0.66 0.15 24.85 108.84")).toMatchObject({
      refusal: { code: "statement_totals_disagree", message: expect.stringContaining("109.51") },
    });
  });

  test.each([
    [
      "columns with bars and grouped thousands",
      "|消费|2|0.00|1,234,567.89|12.30|0.00|0.00|1,234,555.59|\n|合计|2|0.00|1,234,567.89|12.30|0.00|0.00|1,234,555.59|",
    ],
    ["fen without a point", "消费  2  0  123456789  1230  0  0  123455559"],
    ["currency signs", "消费  2  ￥0.00  ￥1,234,567.89  ￥12.30  ￥0.00  ￥0.00  ￥1,234,555.59"],
    ["commas", "消费,2,0.00,1234567.89,12.30,0.00,0.00,1234555.59"],
    ["only a total", "合计  2  0.00  1234567.89  12.30  0.00  0.00  1234555.59"],
    ["credit first", "类型 笔数 贷记 借记\n消费  2  1234567.89  0.00  0.00  12.30  1234555.59  0.00"],
    ["fen with marks", "S22  2  D000000000000 C000123456789 D000000001230 C000000000000 D000000000000 C000123455559"],
    [
      "error trades apart",
      "消费  2  0.00  1234567.89  12.30  0.00  0.00  1234555.59\n差错调整 1 5.00 0.00 0.00 0.00 5.00 0.00",
    ],
  ])("%s", (_, text) => {
    expect(readUnionpayReport(text)).toEqual({
      count: 2n,
      amountDebit: 0n,
      amountCredit: 123_456_789n,
      feeDebit: 1_230n,
      feeCredit: 0n,
      net: 123_455_559n,
    });
  });
});

test("a card number in clear is hidden where the line's text is kept", () => {
  const found = parseBytes(writeUnionpayZm([{ ...payment, pan: "6216261000000000018" }]), named);
  const kept = maskCardNumbers(found?.lines[0]?.raw ?? "", [found?.lines[0]?.orderNo ?? null]);
  expect(kept).toContain("621626*********0018");
  expect(kept).not.toContain("6216261000000000018");
});

describe("layouts of a line's end", () => {
  test.each(["older", "newer", "newest"] as const)("%s", (layout) => {
    const found = parseBytes(writeUnionpayZm(UNIONPAY_DAY, layout), withReport);
    expect(found?.outcome).toMatchObject({ ok: true, value: { lines: 3 } });
    expect(found?.lines[2]).toMatchObject({ refundNo: "REF201", orderNo: layout === "older" ? null : "ORD201" });
  });

  test("a reserve that is used is no order number", () => {
    const filled = new TextDecoder().decode(writeUnionpayZm([refund], "older")).replace(/ {131}/, "X".repeat(131));
    expect(parse(filled)).toMatchObject({
      lines: [{ orderNo: null, refundNo: "REF201" }],
      outcome: { ok: true, value: { layout: "ZM (older)" } },
    });
  });
});

describe("error trades", () => {
  const errorsName = `INN18010188ZME_${UNIONPAY_MERCHANT}`;
  const errors = writeUnionpayZme([
    {
      tradeCode: "E22",
      at: "0101120000",
      amountMinor: 500n,
      feeMinor: 3n,
      settledMinor: -497n,
      previousAt: "1230110000",
      previousAmountMinor: 10_000n,
    },
    {
      tradeCode: "E30",
      at: "1231233000",
      amountMinor: 100n,
      feeMinor: 0n,
      settledMinor: 100n,
      previousAt: "0000000000",
      previousAmountMinor: 100n,
    },
  ]);
  const withErrors = (bytes: Uint8Array) =>
    parseBytes(zm, { ...named, companions: [...withReport.companions, { name: errorsName, bytes }] })?.outcome;

  test("are read and stand beside the lines", () => {
    expect(withErrors(errors)).toMatchObject({
      ok: true,
      value: {
        lines: 3,
        errorTrades: {
          credits: { count: 1, amountMinor: 100n },
          debits: { count: 1, amountMinor: 497n },
          feeMinor: 3n,
          trades: [
            {
              tradeCode: "E22",
              occurredAt: "2018-01-01T12:00:00+08:00",
              previousAt: "2017-12-30T11:00:00+08:00",
              previousTraceNo: "438690",
              previousSettledOn: "1231",
              previousAmountMinor: 10_000n,
            },
            { tradeCode: "E30", occurredAt: "2017-12-31T23:30:00+08:00", previousAt: null },
          ],
        },
        footer: { ZME: expect.stringContaining("2 error trade(s), not part of this statement: 1.00 to us, 4.97") },
      },
    });
  });

  test.each([
    ["a letter in an amount", "000000000500", "00000000O500", "ZME amount"],
    ["a byte lost", "438691 ", "43869 ", "ZME"],
    ["no such day", "0101120000", "0132120000", "ZME transmittedAt"],
  ])("with %s refuse the file", (_, from, to, column) => {
    const text = new TextDecoder().decode(errors).replace(from, to);
    expect(withErrors(encodeGb18030(text))).toMatchObject({
      ok: false,
      refusal: { code: "statement_lines_unreadable", problems: [{ lineNo: 1, column }] },
    });
  });
});
