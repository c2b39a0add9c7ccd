import { describe, expect, test } from "vitest";
import { encodeGb18030 } from "./fixtures/encode-gb18030";
import { messageOf, parseBytes, parseText } from "./fixtures/parse-bytes";
import { ALIPAY_DAY } from "./fixtures/sample-days";
import { ALIPAY_ACQUIRER_HEADER, ALIPAY_HEADER, writeAlipayBill } from "./fixtures/write-alipay";
import { canonicalLine } from "./statement";

const day = writeAlipayBill(ALIPAY_DAY);

test("the headers have the documented number of columns", () => {
  expect([ALIPAY_HEADER.split(",").length, ALIPAY_ACQUIRER_HEADER.split(",").length]).toEqual([25, 29]);
});

test("a refund repeats the trade's numbers and has one of its own; its fee comes back", () => {
  const lines = parseText(day)?.lines ?? [];
  expect(lines[0]).toMatchObject({
    kind: "PAYMENT",
    refundNo: null,
    feeMinor: 60n,
    counterpartyMerchantNo: "20880000000000000156",
  });
  expect(lines[2]).toMatchObject({
    kind: "REFUND",
    orderNo: "ORD101",
    channelTradeNo: "2017083121001001000000000001",
    refundNo: "REF101",
    channelRefundNo: null,
    amountMinor: 2_500n,
    feeMinor: -15n,
    occurredAt: "2017-08-31T18:13:12+08:00",
  });
});

test.each([["甲,乙"], [",,甲,"], ["甲, 2017-08-31"], ['5", 6"']])("a product named %j keeps its commas", (product) => {
  const found = parseText(day.replace("测试商品", product));
  expect(messageOf(found)).toBe("");
  expect(found?.lines.map(canonicalLine)).toEqual(parseText(day)?.lines.map(canonicalLine));
});

test.each([
  ["payments alone", ALIPAY_DAY.slice(0, 2), /#退款合计.*\r\n/],
  ["refunds alone", ALIPAY_DAY.slice(2), /#交易合计.*\r\n/],
])("a bill of %s needs no total of what it has not", (_, lines, total) => {
  expect(messageOf(parseText(writeAlipayBill(lines).replace(total, "")))).toBe("");
  expect(messageOf(parseText(writeAlipayBill(lines).replaceAll(/#(交易|退款)合计.*\r\n/g, "")))).toContain("合计");
});

describe("a list without Alipay's lines around it", () => {
  const bare = (text: string) => text.replaceAll(/#.*\r\n/g, "");

  test("is read where an acquirer relays it", () => {
    const relayed = writeAlipayBill(ALIPAY_DAY, true);
    const found = parseText(bare(relayed));
    expect(found?.outcome).toMatchObject({
      ok: true,
      value: { settlesOn: null, footer: { totals: "none in this file" } },
    });
    expect(found?.lines.map(canonicalLine)).toEqual(parseText(relayed)?.lines.map(canonicalLine));
  });

  test("is refused where Alipay's own are gone", () => {
    expect(messageOf(parseText(bare(day)))).toContain("交易合计");
  });

  test("is refused as soon as there is one of them", () => {
    const cut = writeAlipayBill(ALIPAY_DAY, true).split(
      "#-----------------------------------------业务明细列表结束",
    )[0];
    expect(messageOf(parseText(cut ?? ""))).toContain("交易合计");
  });
});

test("what the merchant received counts, not what the order was: discounts lie between the two", () => {
  const text = day.replace("100.00,100.00,0.00", "105.00,100.00,5.00");
  expect(text).not.toBe(day);
  expect(parseText(text)?.lines.map(canonicalLine)).toEqual(parseText(day)?.lines.map(canonicalLine));
});

test("a line without its creation time is dated by its completion", () => {
  const text = day.replace("测试商品,2017-08-31 09:00:01,", "测试商品,,");
  expect(parseText(text)?.lines[0]).toMatchObject({ occurredAt: "2017-08-31T09:00:01+08:00" });
});

test("an empty day has a frame and totals of nothing", () => {
  expect(parseText(writeAlipayBill([]))?.outcome).toMatchObject({
    ok: true,
    value: { lines: 0, settlesOn: "2017-08-31" },
  });
});

test("a bill over more than a day has no settlement date", () => {
  const month = day.replace("终止日期：[2017年09月01日", "终止日期：[2017年09月30日");
  expect(parseText(month)?.outcome).toMatchObject({ ok: true, value: { settlesOn: null } });
  const year = day
    .replace("[2017年08月31日", "[2017年12月31日")
    .replace("终止日期：[2017年09月01日", "终止日期：[2018年01月01日");
  expect(parseText(year)?.outcome).toMatchObject({ ok: true, value: { settlesOn: "2017-12-31" } });
});

describe("refusals", () => {
  const cases: [string, string, string, string][] = [
    [
      "a payment missing",
      day.replace(/.*ORD102.*\r\n/, ""),
      "statement_totals_disagree",
      "footer says 2 payments of 109.50; the lines add up to 1 payment of 100.00",
    ],
    ["a refund missing", day.replace(/.*退款,.*\r\n/, ""), "statement_totals_disagree", "1 refund of 25.00"],
    ["an amount changed", day.replace("9.50,9.50", "9.50,9.51"), "statement_totals_disagree", "109.51"],
    ["no footer", day.slice(0, day.indexOf("#交易合计")), "statement_truncated", "交易合计"],
    ["half a total", day.slice(0, day.indexOf("109.50元，") + 4), "statement_truncated", "交易合计"],
    ["two totals of refunds", `${day}#退款合计：1笔，商家实收退款共-24.00元\r\n`, "statement_truncated", "退款合计"],
    ["no total of refunds", day.slice(0, day.indexOf("#退款合计")), "statement_truncated", "退款合计"],
    ["half a total of refunds", day.slice(0, day.indexOf("-25.00元") + 4), "statement_truncated", "退款合计"],
    [
      "a comma in a payer's name",
      day.replace("*试", "*试,"),
      "statement_lines_unreadable",
      "26 cells where the header names 25",
    ],
    [
      "a line behind the list",
      day.replace("#交易合计", "x,y\r\n#交易合计"),
      "statement_lines_unreadable",
      "behind the end",
    ],
    ["an unknown type", day.replace(",交易,", ",转账,"), "statement_lines_unreadable", "column 业务类型"],
    ["an exponent", day.replace("9.50,9.50", "9.50,9.5E0"), "statement_exponent_number", "exponent form"],
    [
      "a spreadsheet's trade number",
      day.replace("2017083121001001000000000002\t", "2.01708E+27"),
      "statement_exponent_number",
      "spreadsheet",
    ],
    ["a negative payment", day.replace("9.50,9.50", "9.50,-9.50"), "statement_lines_unreadable", "cannot be negative"],
    ["no time", day.replaceAll("2017-08-31 10:30:00", ""), "statement_lines_unreadable", "not a date and time"],
    ["no fee column", day.replace("服务费（元）", "某费（元）"), "statement_format_unknown", "no column for fee"],
  ];
  test.each(cases)("%s", (_, text, code, words) => {
    const found = parseText(text);
    expect(found?.outcome).toMatchObject({ ok: false, refusal: { code } });
    expect(messageOf(found)).toContain(words);
  });

  test("bytes of no encoding, with the line that has them", () => {
    const bytes = encodeGb18030(day);
    bytes[bytes.lastIndexOf(0x39)] = 0xff;
    expect(parseBytes(bytes)?.outcome).toMatchObject({ ok: false, refusal: { code: "statement_encoding_invalid" } });
  });

  test("a UTF-8 file with a GBK line", () => {
    const text = new TextEncoder().encode(day);
    const bytes = new Uint8Array([...text, ...encodeGb18030("#备注")]);
    const found = parseBytes(bytes);
    expect(found?.outcome).toMatchObject({
      ok: false,
      refusal: { code: "statement_encoding_invalid", params: { lineNo: "13" } },
    });
  });
});

describe("a product's name over several lines", () => {
  const named = (product: string) => day.replace("测试商品", product);

  test.each([['"甲\r\n乙"'], ['"甲,\r\n\r\n""乙"", 丙"'], ['"甲\n乙\n"']])("%j in quotes is one cell", (product) => {
    const found = parseText(named(product));
    expect(messageOf(found)).toBe("");
    expect(found?.lines.map(canonicalLine)).toEqual(parseText(day)?.lines.map(canonicalLine));
  });

  test.each([['"甲\r\n乙'], ["甲\r\n乙"]])(
    "%j without a closing quote is refused, and so is no other line",
    (product) => {
      const found = parseText(named(product));
      expect(found?.outcome).toMatchObject({ refusal: { code: "statement_lines_unreadable" } });
      const refusal = found && !found.outcome.ok ? found.outcome.refusal : null;
      expect(refusal?.problems?.length).toBeLessThanOrEqual(2);
    },
  );

  test("a name that only begins with a quote is one of its line", () => {
    expect(messageOf(parseText(named('"甲')))).toBe("");
  });
});
