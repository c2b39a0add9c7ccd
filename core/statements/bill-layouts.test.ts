import { describe, expect, test } from "vitest";
import { encodeGb18030 } from "./fixtures/encode-gb18030";
import { messageOf, parseBytes, parseText } from "./fixtures/parse-bytes";
import { ALIPAY_DAY, WECHAT_DAY } from "./fixtures/sample-days";
import { ALIPAY_ACQUIRER_HEADER, writeAlipayBill } from "./fixtures/write-alipay";
import { WECHAT_HEADERS, type WechatLayout, writeWechatBill } from "./fixtures/write-wechat";
import { canonicalLine } from "./statement";

/** The layouts beside the usual one: each says the same however its bytes were written. */
const utf8 = (text: string) => new TextEncoder().encode(text);
const eachLine = (text: string, change: (line: string, index: number) => string) =>
  text
    .split("\r\n")
    .map((line, index) => (line === "" ? "" : change(line, index)))
    .join("\r\n");
const isWechatRow = (line: string) => line.startsWith("`2018");

/** Rewrites the cells of WeChat's data lines; header and totals stay. */
const wechatRows = (text: string, change: (cells: string[]) => string[]) =>
  eachLine(text, (line) => (isWechatRow(line) ? `\`${change(line.slice(1).split(",`")).join(",`")}` : line));

const WECHAT_WAYS: [string, (text: string) => Uint8Array][] = [
  ["with a BOM", (text) => utf8(`\ufeff${text}`)],
  ["with LF", (text) => utf8(text.replaceAll("\r\n", "\n"))],
  ["without the last line end", (text) => utf8(text.trimEnd())],
  ["in GB18030", (text) => encodeGb18030(text)],
  ["with blanks behind every cell", (text) => utf8(wechatRows(text, (cells) => cells.map((cell) => `${cell}  `)))],
  ["with TABs behind every cell", (text) => utf8(wechatRows(text, (cells) => cells.map((cell) => `${cell}\t`)))],
  ["with a spreadsheet's trailing commas", (text) => utf8(eachLine(text, (line) => `${line},,,,,,,`))],
  [
    "with a spreadsheet's quotes",
    (text) => utf8(eachLine(text, (line) => (isWechatRow(line) ? `"${line.replaceAll(",`", '","`')}"` : line))),
  ],
  [
    "with back-ticks in both headers",
    (text) => utf8(eachLine(text, (line) => (line.startsWith("`") ? line : `\`${line.replaceAll(",", ",`")}`))),
  ],
  ["without back-ticks in the totals", (text) => utf8(eachLine(text, (line) => line.replace(/^`(?=\d,)/, "")))],
  ["with a blank before the totals", (text) => utf8(text.replace("总交易单数", " 总交易单数"))],
  ["with a count of 3.0", (text) => utf8(text.replace(/\r\n`(\d),/, "\r\n`$1.0,"))],
  [
    "with units in the header",
    (text) => utf8(text.replace("总金额,", "总金额（元）,").replace("手续费,", "手续费(元),")),
  ],
  ["with absent refund numbers left empty", (text) => utf8(text.replaceAll("`0,`0,`0.00", "`,`,`0.00"))],
  ["with the columns reversed", (text) => utf8(reversed(text))],
];

function reversed(text: string): string {
  const rows = wechatRows(text, (cells) => cells.reverse());
  return eachLine(rows, (line, index) => (index === 0 ? line.split(",").reverse().join(",") : line));
}

const layouts: [WechatLayout, number][] = [
  ["SUCCESS", 20],
  ["REFUND", 29],
  ["OLD_ALL", 24],
  ["OLD_REFUND", 26],
];

describe.each(layouts)("WeChat %s, %d columns", (layout, width) => {
  const lines = WECHAT_DAY.filter((line) => layout.endsWith("ALL") || layout.endsWith(line.status));
  const text = writeWechatBill(layout, lines);
  const first = parseText(text);

  test("as downloaded", () => {
    expect(WECHAT_HEADERS[layout].split(",")).toHaveLength(width);
    expect(first?.outcome).toMatchObject({ ok: true, value: { format: "wechat-trade", lines: lines.length } });
    expect(first?.lines.map((line) => [line.kind, line.amountMinor, line.feeE5, line.refundNo])).toEqual(
      lines.map((line) => [
        line.status === "SUCCESS" ? "PAYMENT" : "REFUND",
        line.amountMinor,
        line.feeE5,
        line.refundNo ?? null,
      ]),
    );
  });

  test.each(WECHAT_WAYS)("%s", (_, write) => {
    const found = parseBytes(write(text));
    expect(messageOf(found)).toBe("");
    expect(found?.lines.map(canonicalLine)).toEqual(first?.lines.map(canonicalLine));
  });

  test("a total too high and a line too few are refused", () => {
    const lying = text.replace(/\r\n`(\d),`(\d+)/, "\r\n`$1,`9$2");
    expect(parseText(lying)?.outcome).toMatchObject({ ok: false, refusal: { code: "statement_totals_disagree" } });
    const short = text.replace(/\r\n`2018.*/, "");
    expect(parseText(short)?.outcome).toMatchObject({ ok: false, refusal: { code: "statement_totals_disagree" } });
  });
});

describe("WeChat refunds in the refund bill", () => {
  const [, , refund] = WECHAT_DAY;
  const write = (refundStatus: string) => (refund ? writeWechatBill("REFUND", [{ ...refund, refundStatus }]) : "");

  test.each([
    ["SUCCESS", "SUCCEEDED"],
    ["PROCESSING", "PROCESSING"],
    ["FAIL", "FAILED"],
    ["CHANGE", "FAILED"],
    ["CHANGE   ", "FAILED"],
    ["\tPROCESSING ", "PROCESSING"],
  ])("the state %j is %s", (state, status) => {
    expect(parseText(write(state))?.lines[0]).toMatchObject({ status, refundNo: "REF001" });
  });

  test("a refund whose own numbers are 0 is keyed by its order", () => {
    const bare = write("SUCCESS").replace("`5000000000000000000000000009,`REF001", "`0,`0");
    expect(parseText(bare)?.lines[0]).toMatchObject({ refundNo: null, channelRefundNo: null, orderNo: "ORD001" });
  });

  test("the exact fee comes back with all five decimals", () => {
    const odd = refund ? writeWechatBill("REFUND", [{ ...refund, feeE5: -12_345n }]) : "";
    expect(odd).toContain("`-0.12345");
    expect(parseText(odd)?.lines[0]).toMatchObject({ feeE5: -12_345n, feeMinor: -12n });
    expect(parseText(odd.replace("`-0.12345,`0.60%", "`-0.12346,`0.60%"))?.outcome).toMatchObject({
      refusal: { code: "statement_totals_disagree" },
    });
  });
});

const acquirer = writeAlipayBill(ALIPAY_DAY, true);
const isComment = (line: string) => line.startsWith("#");

describe("Alipay relayed by an acquirer", () => {
  const first = parseBytes(utf8(acquirer));

  const cases: [string, Uint8Array][] = [
    ["in GB18030", encodeGb18030(acquirer)],
    ["with a BOM", utf8(`\ufeff${acquirer}`)],
    ["with LF", utf8(acquirer.replaceAll("\r\n", "\n"))],
    ["without the last line end", utf8(acquirer.trimEnd())],
    ["with half-width parentheses", utf8(acquirer.replaceAll("（", "(").replaceAll("）", ")"))],
    ["without TABs", utf8(acquirer.replaceAll("\t", ""))],
    ["with a spreadsheet's trailing commas", utf8(eachLine(acquirer, (line) => `${line},,,,,,,`))],
    ["with quoted comments", utf8(eachLine(acquirer, (line) => (isComment(line) ? `"${line}"` : line)))],
    ["with the columns reversed", utf8(acquirerReversed())],
    ["with fees signed the other way", utf8(acquirer.replaceAll("-0.60,", "0.60,").replaceAll("-0.06,", "0.06,"))],
  ];
  test.each(cases)("%s", (_, bytes) => {
    const found = parseBytes(bytes);
    expect(messageOf(found)).toBe("");
    expect(found?.lines.map(canonicalLine)).toEqual(first?.lines.map(canonicalLine));
  });

  test("29 columns say what Alipay's own bill says, and whose they are", () => {
    expect(ALIPAY_ACQUIRER_HEADER.split(",")).toHaveLength(29);
    const own = parseText(writeAlipayBill(ALIPAY_DAY))?.lines.map(canonicalLine);
    const named = first?.lines.map((line) => ({ ...line, counterpartyMerchantNo: "20880000000000000156" }));
    expect(named?.map(canonicalLine)).toEqual(own);
    expect(first?.lines.map((line) => line.counterpartyMerchantNo)).toEqual(Array(3).fill("2088000000000001"));
    expect(first?.outcome).toMatchObject({
      value: { layout: "acquirer", encoding: "utf-8", payments: { count: 2 }, refunds: { count: 1 }, feeMinor: 51n },
    });
  });

  test("an amount changed is refused with both sums", () => {
    expect(messageOf(parseText(acquirer.replace("9.50,9.50", "9.50,9.51")))).toContain(
      "footer says 2 payments of 109.50; the lines add up to 2 payments of 109.51",
    );
  });
});

function acquirerReversed(): string {
  return eachLine(acquirer, (line) => (isComment(line) ? line : line.split(",").reverse().join(",")));
}
