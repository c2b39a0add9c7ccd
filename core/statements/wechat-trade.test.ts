import { describe, expect, test } from "vitest";
import { messageOf, parseText } from "./fixtures/parse-bytes";
import { WECHAT_DAY } from "./fixtures/sample-days";
import { WECHAT_HEADERS, type WechatFixtureLine, writeWechatBill } from "./fixtures/write-wechat";

const day = writeWechatBill("ALL", WECHAT_DAY);
const [payment, , refund] = WECHAT_DAY as [WechatFixtureLine, WechatFixtureLine, WechatFixtureLine];
const write = (...lines: WechatFixtureLine[]) => writeWechatBill("ALL", lines);

describe("layouts", () => {
  test.each([
    ["ALL", WECHAT_DAY, 2, 1],
    ["SUCCESS", [payment], 1, 0],
    ["REFUND", [refund], 0, 1],
    ["OLD_ALL", WECHAT_DAY, 2, 1],
    ["OLD_REFUND", [refund], 0, 1],
  ] as const)("%s", (layout, lines, payments, refunds) => {
    const found = parseText(writeWechatBill(layout, lines));
    expect(found?.outcome).toMatchObject({
      ok: true,
      value: { payments: { count: payments }, refunds: { count: refunds } },
    });
    expect(found?.outcome.ok && found.outcome.value.layout.split(" ")[0]).toBe(layout.replace("OLD_", ""));
  });

  test("the headers have the documented number of columns", () => {
    const widths = Object.values(WECHAT_HEADERS).map((header) => header.split(",").length);
    expect(widths).toEqual([27, 20, 29, 24, 26]);
  });

  test.each([
    "No Bill Exist",
    "\ufeffNo Bill Exist\r\n",
    "<xml>\n<return_msg><![CDATA[No Bill Exist]]></return_msg>\n</xml>",
  ])("an empty day: %s", (text) => {
    expect(parseText(text)?.outcome).toMatchObject({
      ok: true,
      value: { lines: 0, footer: null, payments: { count: 0 } },
    });
  });

  test("an empty day with header and totals", () => {
    expect(parseText(write())?.outcome).toMatchObject({ ok: true, value: { lines: 0 } });
  });
});

describe("refund lines", () => {
  test("carry both pairs of numbers and the fee that came back", () => {
    expect(parseText(day)?.lines[2]).toMatchObject({
      kind: "REFUND",
      status: "SUCCEEDED",
      orderNo: "ORD001",
      refundNo: "REF001",
      channelTradeNo: "4200000000000000000000000001",
      channelRefundNo: "5000000000000000000000000009",
      amountMinor: 2_500n,
      feeMinor: -15n,
      feeE5: -15_000n,
    });
  });

  test.each([
    ["SUCCESS", "SUCCEEDED"],
    ["PROCESSING", "PROCESSING"],
    ["FAIL", "FAILED"],
    ["CHANGE", "FAILED"],
  ])("status %s is %s", (refundStatus, status) => {
    expect(parseText(write({ ...refund, refundStatus }))?.lines[0]).toMatchObject({ status });
  });

  test("in the refund bill the time is the refund's, not the payment's", () => {
    const text = writeWechatBill("REFUND", [refund]).replace("`2018-08-21 18:13:12", "`2018-08-01 08:00:00");
    expect(parseText(text)?.lines[0]?.occurredAt).toBe("2018-08-21T18:13:12+08:00");
    const pending = text
      .replaceAll("`2018-08-21 18:13:12", "`")
      .replace("CNY,`0.00,`0.00,`", "CNY,`0.00,`0.00,`2018-08-21 18:13:09");
    expect(parseText(pending)?.lines[0]?.occurredAt).toBe("2018-08-21T18:13:09+08:00");
  });

  test("a reversal with refund numbers is that refund", () => {
    const found = parseText(write(payment, { ...refund, status: "REVOKED" }));
    expect(found?.lines[1]).toMatchObject({ kind: "REFUND", refundNo: "REF001", amountMinor: 2_500n });
  });

  test("a reversal without numbers is keyed by its order", () => {
    const { refundNo: _, channelRefundNo: __, ...bare } = refund;
    const found = parseText(write({ ...bare, status: "REVOKED", refundStatus: "" }));
    expect(found?.outcome).toMatchObject({ ok: true });
    expect(found?.lines[0]).toMatchObject({ kind: "REFUND", refundNo: null, orderNo: "ORD001", status: "SUCCEEDED" });
  });
});

describe("amounts", () => {
  test.each([
    [5_700n, 6n],
    [500n, 1n],
    [499n, 0n],
    [-500n, -1n],
    [-5_700n, -6n],
    [100_000_005n, 100_000n],
  ])("a fee of %d hundred-thousandths rounds half up to %d", (feeE5, feeMinor) => {
    expect(parseText(write({ ...payment, feeE5 }))?.lines[0]).toMatchObject({ feeE5, feeMinor });
  });

  test("another currency has its own scale", () => {
    const yen = write({ ...payment, asset: "JPY", feeE5: 60_000_000n }).replaceAll("100.00", "100");
    expect(parseText(yen)?.lines[0]).toMatchObject({ asset: "JPY", amountMinor: 100n, feeMinor: 600n });
  });

  test("a foreign line among the others counts in the totals by its figures, as in the channel's footer", () => {
    const dollars = { ...payment, orderNo: "ORD-USD", asset: "USD" };
    const found = parseText(write(payment, dollars));
    expect(found?.lines.map((line) => line.asset)).toEqual(["CNY", "USD"]);
    expect(found?.outcome).toMatchObject({
      ok: true,
      value: { asset: "CNY", payments: { count: 2, amountMinor: 20_000n } },
    });
    const yen = write(payment, { ...payment, orderNo: "ORD-JPY", asset: "JPY" }).replace("JPY,`100.00", "JPY,`100");
    expect(parseText(yen)?.outcome).toMatchObject({ ok: true });
    const tampered = messageOf(parseText(yen.replace("`2,`200.00", "`2,`101.00")));
    expect(tampered).toContain("应结订单总金额 101.00; the lines add up to 应结订单总金额 200.00");
  });
});

describe("refusals", () => {
  const cases: [string, string, string, string][] = [
    ["a total too high", day.replace("`3,`109.50", "`3,`300.00"), "statement_totals_disagree", "应结订单总金额 300.00"],
    ["a line missing", day.replace(/`2018-08-21 10.*\r\n/, ""), "statement_totals_disagree", "3 lines"],
    ["a fee changed", day.replace("`0.05700", "`0.05800"), "statement_totals_disagree", "fees of 0.50700"],
    [
      "a refund changed",
      day.replace("`REF001,`25.00", "`REF001,`26.00"),
      "statement_totals_disagree",
      "退款总金额 25.00",
    ],
    ["no footer", day.slice(0, day.indexOf("总交易单数")), "statement_truncated", "closing line of totals"],
    ["half a footer", day.slice(0, day.lastIndexOf(",`")), "statement_truncated", "closing line of totals"],
    ["a footer without amounts", day.replace("应结订单总金额", "某金额"), "statement_truncated", "amounts"],
    ["a line behind the totals", `${day}\`1,\`2`, "statement_lines_unreadable", "behind the end"],
    ["a cell too few", day.replace("`NATIVE,", ""), "statement_lines_unreadable", "26 cells where the header names 27"],
    [
      "an unknown state",
      day.replace("`SUCCESS,`OTHERS", "`PAID,`OTHERS"),
      "statement_lines_unreadable",
      "column 交易状态",
    ],
    [
      "an unknown refund state",
      write({ ...refund, refundStatus: "LOST" }),
      "statement_lines_unreadable",
      "column 退款状态",
    ],
    ["an exponent", day.replace("`100.00", "`1E+2"), "statement_exponent_number", "exponent form"],
    [
      "an order number from a spreadsheet",
      day.replace("`4200000000000000000000000001", "`4.2E+27"),
      "statement_exponent_number",
      "spreadsheet",
    ],
    [
      "a thousands separator",
      write({ ...payment, amountMinor: 1n }).replace("`0.01", "`1 000.01"),
      "statement_lines_unreadable",
      "not a decimal amount",
    ],
    ["a third decimal", day.replace("`100.00", "`100.001"), "statement_lines_unreadable", "more than 2 decimals"],
    ["a negative payment", day.replace("`100.00", "`-100.00"), "statement_lines_unreadable", "cannot be negative"],
    [
      "an amount beyond the books",
      day.replace("`100.00", "`99999999999999.00"),
      "statement_lines_unreadable",
      "larger than the books take",
    ],
    ["a missing amount", day.replace("`100.00", "`"), "statement_lines_unreadable", "amount is missing"],
    ["a missing fee", day.replace("`0.60000", "`"), "statement_lines_unreadable", "amount is missing"],
    [
      "no time",
      day.replace("`2018-08-21 09:00:01", "`2018-02-30 09:00:01"),
      "statement_lines_unreadable",
      "not a date and time",
    ],
    ["an unknown currency", day.replace("`CNY", "`constructor"), "statement_lines_unreadable", "not an asset"],
    [
      "no number at all",
      day.replace("`4200000000000000000000000002,`ORD002", "`,`"),
      "statement_lines_unreadable",
      "no order number",
    ],
    ["a long cell", write({ ...payment, product: "长".repeat(8_193) }), "statement_cell_too_long", "8192 characters"],
    ["a long line", write({ ...payment, product: "x".repeat(70_000) }), "statement_line_too_long", "65536 bytes"],
    [
      "a number too long for an index",
      write({ ...payment, orderNo: "9".repeat(129) }),
      "statement_lines_unreadable",
      "128 characters",
    ],
    ["a NUL", day.replace("测试商品", "\0"), "statement_lines_unreadable", "NUL"],
    ["a column twice", day.replace("设备号", "商户号"), "statement_format_unknown", "has the column 商户号 twice"],
    ["no refund states", day.replace("退款状态", "退款状况"), "statement_format_unknown", "no column for refundStatus"],
    [
      "no refund amounts",
      day.replace(",退款金额", ",退款额").replace("申请退款金额", "申请额"),
      "statement_format_unknown",
      "for refund",
    ],
    ["no fee column", day.replace("手续费,", "某费,"), "statement_format_unknown", "no column for fee"],
    [
      "a refund in a bill without refund columns",
      writeWechatBill("SUCCESS", [payment]).replace("`SUCCESS", "`REFUND"),
      "statement_lines_unreadable",
      "no column for the refund",
    ],
  ];
  test.each(cases)("%s", (_, text, code, words) => {
    const found = parseText(text);
    expect(found?.outcome).toMatchObject({ ok: false, refusal: { code } });
    expect(messageOf(found)).toContain(words);
  });

  test("unreadable lines are all named, up to a hundred, and nothing is handed out behind the first", () => {
    const lines = Array.from({ length: 150 }, () => payment);
    const found = parseText(write(...lines).replaceAll("`100.00,`0.00,`0,", "`x,`0.00,`0,"));
    const refusal = found?.outcome.ok === false ? found.outcome.refusal : undefined;
    expect(refusal?.problems).toHaveLength(100);
    expect(refusal?.problems?.[99]).toMatchObject({
      lineNo: 101,
      column: "应结订单金额",
      code: "statement_lines_unreadable",
    });
    expect(refusal?.details?.[0]).toBe('line 2, column 应结订单金额: "x" is not a decimal amount');
    expect(found?.lines).toEqual([]);
  });

  test("a header full of an object's own names is only a header", () => {
    const text = day.replace("设备号", "__proto__").replace("用户标识", "constructor");
    expect(parseText(text)?.outcome).toMatchObject({ ok: true });
    expect(Object.hasOwn(Object.prototype, "4200000000000000000000000001")).toBe(false);
  });
});
