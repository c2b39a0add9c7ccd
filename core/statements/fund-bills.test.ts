import { describe, expect, test } from "vitest";
import { canonicalCashLine } from "./cash-line";
import { encodeGb18030 } from "./fixtures/encode-gb18030";
import { fundMessageOf, parseFund, parseFundText } from "./fixtures/parse-fund";
import { FUND_DAY } from "./fixtures/sample-days";
import { ALIPAY_FUND_HEADERS, writeAlipayFund, writeWechatFund } from "./fixtures/write-funds";

const utf8 = (text: string) => new TextEncoder().encode(text);
const wechat = writeWechatFund(FUND_DAY);
const alipay = writeAlipayFund(FUND_DAY);
const recent = writeAlipayFund(FUND_DAY, undefined, "recent");
const eachLine = (text: string, change: (line: string, index: number) => string) =>
  text
    .split("\r\n")
    .map((line, index) => (line === "" ? "" : change(line, index)))
    .join("\r\n");
const isRow = (line: string) => /^`2018|^FLOW/.test(line);
const isComment = (line: string) => line.startsWith("#");

/** The data lines in reverse: newest first. */
function newestFirst(text: string): string {
  const rows = text.split("\r\n").filter(isRow);
  return eachLine(text, (line) => (isRow(line) ? (rows.pop() ?? "") : line));
}

function columnsReversed(text: string): string {
  return eachLine(text, (line) => {
    if (line.startsWith("记账时间") || (!isComment(line) && !line.includes("`") && !line.startsWith("资金")))
      return line.split(",").reverse().join(",");
    return line.startsWith("`2018") ? `\`${line.slice(1).split(",`").reverse().join(",`")}` : line;
  });
}

const saysWechat: [string, Uint8Array][] = [
  ["as downloaded", utf8(wechat)],
  ["with a BOM", utf8(`\ufeff${wechat}`)],
  ["with LF", utf8(wechat.replaceAll("\r\n", "\n"))],
  ["without the last line end", utf8(wechat.trimEnd())],
  ["with blank lines between", utf8(wechat.replaceAll("\r\n", "\r\n\r\n"))],
  ["in GB18030", encodeGb18030(wechat)],
  ["with full-width parentheses", utf8(wechat.replaceAll("(元)", "（元）"))],
  ["with counts of 6.0", utf8(wechat.replace("`6,`2,`109.50,`4,", "`6.0,`2.0,`109.5,`4.0,"))],
  ["with a spreadsheet's trailing commas", utf8(eachLine(wechat, (line) => `${line},,,,,,,`))],
  [
    "with a spreadsheet's quotes",
    utf8(eachLine(wechat, (line) => (isRow(line) ? `"${line.replaceAll(",`", '","`')}"` : line))),
  ],
  [
    "with back-ticks in both headers",
    utf8(eachLine(wechat, (line) => (line.startsWith("`") ? line : `\`${line.replaceAll(",", ",`")}`))),
  ],
  ["without back-ticks in the totals", utf8(wechat.replace("`6,`2,`109.50,`4,`", "6,2,109.50,4,"))],
  ["with blanks behind the cells", utf8(wechat.replaceAll(",`", " \t,`"))],
  ["with another column order", utf8(columnsReversed(wechat))],
];

const saysAlipay: [string, Uint8Array][] = [
  ["as downloaded", encodeGb18030(alipay)],
  ["in UTF-8", utf8(alipay)],
  ["with a BOM", utf8(`\ufeff${alipay}`)],
  ["with LF", encodeGb18030(alipay.replaceAll("\r\n", "\n"))],
  ["without the last line end", encodeGb18030(alipay.trimEnd())],
  ["without TABs", encodeGb18030(alipay.replaceAll("\t", ""))],
  ["with half-width parentheses", encodeGb18030(alipay.replaceAll("（", "(").replaceAll("）", ")"))],
  ["with a spreadsheet's commas behind the footer", encodeGb18030(eachLine(alipay, trailing(isComment)))],
  [
    "with a spreadsheet's commas everywhere",
    encodeGb18030(
      eachLine(
        alipay,
        trailing(() => true),
      ),
    ),
  ],
  ["with quoted comments", encodeGb18030(eachLine(alipay, (line) => (isComment(line) ? `"${line}",,,,` : line)))],
  ["with counts of 2.0", encodeGb18030(alipay.replace("：2笔", "：2.0笔").replace("：4笔", "：4.0笔"))],
  [
    "with half-width punctuation in the footer",
    encodeGb18030(alipay.replaceAll("合计：", "合计:").replaceAll("笔，", "笔,")),
  ],
  ["with expenses written without a sign", encodeGb18030(alipay.replaceAll(",0.00,-", ",0.00,"))],
  ["with a total of expenses that has a sign", encodeGb18030(alipay.replace("4笔，共", "4笔，共-"))],
  [
    "with the other cell empty",
    encodeGb18030(alipay.replaceAll(",0.00,-", ",,-").replaceAll(/,(\d+\.\d\d),0\.00,/g, ",$1,,")),
  ],
  ["with another column order", encodeGb18030(columnsReversed(alipay))],
  ["in the recent layout", encodeGb18030(recent)],
  ["with the shops' column names", encodeGb18030(shopNames(alipay))],
];

function trailing(isMeant: (line: string) => boolean) {
  return (line: string) => (isMeant(line) ? `${line},,,,,,,` : line);
}

function shopNames(text: string): string {
  const names = [
    ["账务流水号", "支付宝流水号"],
    ["业务流水号", "支付宝交易号"],
    ["发生时间", "入账时间"],
    ["收入金额（+元）", "收入（+元）"],
    ["支出金额（-元）", "支出（-元）"],
    ["业务类型", "账务类型"],
    ["对方账号", "对方账户"],
  ] as const;
  return names.reduce((written, [ours, theirs]) => written.replace(ours, theirs), text);
}

describe.each([
  ["wechat-fund", saysWechat, wechat],
  ["alipay-fund", saysAlipay, alipay],
])("%s", (format, cases, text) => {
  const first = parseFund(cases[0]?.[1] ?? new Uint8Array(0));

  test("the day as downloaded adds up", () => {
    const expected = {
      ok: true,
      value: {
        format,
        lines: 6,
        accounts: [
          {
            asset: "CNY",
            startsOn: "2018-02-01",
            endsOn: "2018-02-01",
            openingMinor: 5_000n,
            closingMinor: 5_600n,
            income: { count: 2, amountMinor: 10_950n },
            outgo: { count: 4, amountMinor: 10_350n },
            lines: 6,
          },
        ],
      },
    };
    expect(first?.outcome).toMatchObject(expected);
    expect(first?.lines[1]).toMatchObject({
      direction: "OUT",
      amountMinor: 60n,
      balanceAfterMinor: 14_940n,
      happenedAt: "2018-02-01T04:21:23+08:00",
      entryNo: "FLOW002",
      channelReference: "BIZ001",
      ourReference: "ORD301",
      businessType: "收费",
      isReversal: false,
    });
    expect(first?.lines[5]).toMatchObject({ ourReference: null, businessType: "提现", balanceAfterMinor: 5_600n });
  });

  test.each(cases)("%s", (_, bytes) => {
    const found = parseFund(bytes);
    expect(fundMessageOf(found)).toBe("");
    const sayMoney = (parsed: typeof found) =>
      parsed?.lines.map((line) => canonicalCashLine({ ...line, remark: null, counterpartyAccountNo: null }));
    expect(sayMoney(found)).toEqual(sayMoney(first));
    expect(found?.outcome).toMatchObject({
      value: { accounts: first?.outcome.ok ? first.outcome.value.accounts : [] },
    });
  });

  test.each(cases)("%s, byte by byte", (_, bytes) => {
    expect(parseFund(bytes, 1)).toEqual(parseFund(bytes));
  });

  test("newest first is the same day", () => {
    const found = parseFundText(newestFirst(text));
    expect(found?.outcome).toMatchObject({ value: { accounts: [{ openingMinor: 5_000n, closingMinor: 5_600n }] } });
  });

  test("line numbers and byte offsets point at the line in the file", () => {
    const bytes = utf8(`\ufeff\r\n${text}`);
    for (const line of parseFund(bytes)?.lines ?? []) {
      expect(new TextDecoder().decode(bytes.subarray(line.byteOffset)).startsWith(`${line.raw}\r\n`)).toBe(true);
      expect(new TextDecoder().decode(bytes.subarray(0, line.byteOffset)).split("\n")).toHaveLength(line.lineNo);
    }
  });

  test("a card number in a remark is masked, the bill's own numbers are not", () => {
    const written = FUND_DAY.map((line) => ({
      ...line,
      entryNo: "4111111111111111",
      remark: "卡4111111111111111，付",
    }));
    const bill = format === "wechat-fund" ? writeWechatFund(written) : writeAlipayFund(written);
    expect(parseFundText(bill)?.lines[0]).toMatchObject({ entryNo: "4111111111111111" });
    const other = bill.replaceAll("卡4111111111111111", "卡4012888888881881");
    expect(parseFundText(other)?.lines[0]?.remark).toBe("卡401288******1881，付");
    expect(parseFundText(other)?.lines[0]?.raw).not.toContain("4012888888881881");
  });

  test("an empty day has totals of nothing and no balances", () => {
    const empty = format === "wechat-fund" ? writeWechatFund([]) : writeAlipayFund([]);
    expect(parseFundText(empty)?.outcome).toMatchObject({
      ok: true,
      value: { lines: 0, accounts: [{ openingMinor: null, closingMinor: null, income: { count: 0 } }] },
    });
  });

  const refusals: [string, string, string, string][] = [
    ["a line left out", text.replace(/\r\n[^\r]*FLOW003[^\r]*/, ""), "statement_totals_disagree", "make"],
    ["its lines cut off", text.slice(0, text.indexOf("FLOW004")), "statement_truncated", "was cut off"],
    ["a balance changed", text.replace("158.85", "158.86"), "statement_balance_disagrees", "line"],
    ["a third decimal", text.replace("158.85", "158.851"), "statement_lines_unreadable", "more than 2 decimals"],
    ["an exponent", text.replace("9.50", "9.5E0"), "statement_exponent_number", "exponent form"],
    ["a balance missing", text.replace("158.85", ""), "statement_lines_unreadable", "the amount is missing"],
    ["no time", text.replace("2018-02-01 12:30:00", "12:30"), "statement_lines_unreadable", "not a date and time"],
    ["an amount missing", text.replaceAll("-24.85", "").replaceAll("`24.85", "`"), "", ""],
    ["a NUL", text.replace("FLOW004", "\0"), "statement_lines_unreadable", "NUL"],
  ];
  test.each(refusals)("%s is refused", (_, changed, code, words) => {
    const found = parseFundText(changed);
    expect(found?.outcome.ok ?? null).toBe(false);
    if (code !== "") expect(found?.outcome).toMatchObject({ refusal: { code } });
    const refusal = found?.outcome.ok === false ? found.outcome.refusal : null;
    if (!words.includes("make")) expect(fundMessageOf(found)).toContain(words);
    else expect(refusal?.details?.join()).toContain("make");
  });

  test("a hundred lines that cannot be read are named at once", () => {
    const day = Array.from({ length: 150 }, (_, at) => ({ ...FUND_DAY[0], signed: 1n, entryNo: `F${at}` }));
    const written = day as (typeof FUND_DAY)[number][];
    const bill = format === "wechat-fund" ? writeWechatFund(written) : writeAlipayFund(written);
    const found = parseFundText(bill.replaceAll("04:21:23", "25:00:00"));
    const refusal = found?.outcome.ok === false ? found.outcome.refusal : null;
    expect(refusal?.problems).toHaveLength(100);
    expect(refusal?.details?.[0]).toContain(
      format === "wechat-fund" ? "line 2, column 记账时间" : "line 6, column 发生时间",
    );
    expect(found?.lines).toEqual([]);
  });
});

describe("the totals of the WeChat bill", () => {
  test.each([
    ["the number of lines", "`6,`2", "`7,`2", "7 lines", "6 lines"],
    ["the number of incomes", "`6,`2,", "`6,`3,", "3 incoming of 109.50", "2 incoming of 109.50"],
    ["the incomes", "`2,`109.50", "`2,`109.51", "2 incoming of 109.51", "2 incoming of 109.50"],
    ["the number of expenses", "`4,`103.50", "`5,`103.50", "5 outgoing of 103.50", "4 outgoing of 103.50"],
    ["the expenses", "`4,`103.50", "`4,`103.05", "4 outgoing of 103.05", "4 outgoing of 103.50"],
    ["a total that is no number", "`4,`103.50", "`4,`x", "支出 4 of x", "no such total"],
  ])("%s", (_, truth, lie, footer, lines) => {
    expect(wechat).toContain(truth);
    const found = parseFundText(wechat.replace(truth, lie));
    expect(found?.outcome).toMatchObject({ refusal: { code: "statement_totals_disagree" } });
    expect(fundMessageOf(found)).toContain(`The footer says ${footer}; the lines add up to ${lines}.`);
  });

  test("a total that is not there is a cut file", () => {
    expect(fundMessageOf(parseFundText(wechat.replace("支出笔数,", "笔数,")))).toContain(
      "支出笔数 in its closing line",
    );
    expect(fundMessageOf(parseFundText(wechat.slice(0, wechat.lastIndexOf(",`"))))).toContain("closing line of totals");
  });

  test("a remark with commas and back-ticks is one cell", () => {
    const remark = '缺货,`退`款",{"a":1}';
    const written = FUND_DAY.map((line) => ({ ...line, remark }));
    const found = parseFundText(writeWechatFund(written));
    expect(found?.lines.map((line) => [line.remark, line.ourReference])).toEqual(
      FUND_DAY.map((line) => [remark, line.ourNo || null]),
    );
  });

  test.each([
    ["an unknown direction", "`收入", "`不计", "column 收支类型"],
    ["a negative income", "`收入,`100.00", "`收入,`-100.00", "cannot be negative"],
    ["a cell too few", "`1900000109API,", "", "10 cells where the header names 11"],
  ])("%s", (_, truth, lie, words) => {
    expect(fundMessageOf(parseFundText(wechat.replace(truth, lie)))).toContain(words);
  });
});

describe("the totals of the Alipay bill", () => {
  test.each([
    ["the number of incomes", "收入合计：2笔", "收入合计：3笔", "3 incoming of 109.50", "2 incoming of 109.50"],
    ["the incomes", "2笔，共109.50", "2笔，共109.40", "2 incoming of 109.40", "2 incoming of 109.50"],
    ["the number of expenses", "支出合计：4笔", "支出合计：0笔", "0 outgoing of 103.50", "4 outgoing of 103.50"],
    ["the expenses", "4笔，共103.50", "4笔，共0.00", "4 outgoing of 0.00", "4 outgoing of 103.50"],
  ])("%s", (_, truth, lie, footer, lines) => {
    expect(alipay).toContain(truth);
    const found = parseFundText(alipay.replace(truth, lie));
    expect(found?.outcome).toMatchObject({ refusal: { code: "statement_totals_disagree" } });
    expect(fundMessageOf(found)).toContain(`The footer says ${footer}; the lines add up to ${lines}.`);
  });

  test("half a footer is a cut file", () => {
    const cutAt = (words: string) =>
      fundMessageOf(parseFundText(alipay.slice(0, alipay.indexOf(words) + words.length)));
    expect(cutAt("103.50元")).toContain("收入合计");
    expect(cutAt("笔，共109.5")).toContain("收入合计");
    expect(cutAt("笔，共103.5")).toContain("支出合计");
    expect(fundMessageOf(parseFundText(alipay.replace("4笔，共103.50元", "4笔，")))).toContain(
      "a whole total of expenses",
    );
    expect(fundMessageOf(parseFundText(alipay.replace(/#支出合计.*\r\n/, "")))).toContain("支出合计");
  });

  test("a bill of one side needs no total of the other", () => {
    for (const [sign, side] of [[1n, "支出合计"] as const, [-1n, "收入合计"] as const]) {
      const lines = FUND_DAY.filter((line) => line.signed * sign > 0n);
      const bill = writeAlipayFund(lines);
      expect(fundMessageOf(parseFundText(bill.replace(new RegExp(`#${side}.*\r\n`), "")))).toBe("");
      expect(fundMessageOf(parseFundText(bill.replaceAll(/#(支出|收入)合计.*\r\n/g, "")))).toContain("合计");
    }
  });

  test("a product's commas stay its own", () => {
    const found = parseFundText(alipay.replace("测试商品", "甲,乙,"));
    expect(fundMessageOf(found)).toBe("");
    expect(found?.lines).toHaveLength(FUND_DAY.length);
  });

  test("lines that were booked in another order than they stand in are told, and are not refused", () => {
    const lines = alipay.split("\r\n");
    const first = lines.findIndex((line) => line.startsWith("FLOW"));
    const moved = lines
      .toSpliced(first, 1)
      .toSpliced(first + 2, 0, lines[first] ?? "")
      .join("\r\n");
    expect(parseFundText(moved)?.outcome).toMatchObject({
      ok: true,
      value: { footer: { balances: expect.stringContaining("in another one") }, accounts: [{ openingMinor: 5_000n }] },
    });
    expect(parseFundText(alipay)?.outcome).not.toMatchObject({ value: { footer: { balances: expect.anything() } } });
  });

  test("a line of nothing counts for one direction or the other", () => {
    const written = [...FUND_DAY, { ...FUND_DAY[1], at: "2018-02-01 23:59:59", signed: 0n }] as typeof FUND_DAY;
    const bill = writeAlipayFund(written);
    expect(bill).toContain("支出合计：5笔");
    expect(parseFundText(bill)?.outcome).toMatchObject({ ok: true, value: { lines: 7 } });
    const other = bill.replace("支出合计：5笔", "支出合计：4笔").replace("收入合计：2笔", "收入合计：3笔");
    expect(parseFundText(other)?.outcome).toMatchObject({ ok: true });
    expect(parseFundText(bill.replace("支出合计：5笔", "支出合计：7笔"))?.outcome).toMatchObject({ ok: false });
  });

  test("a bill without balances has nothing to hold against them", () => {
    const bare = alipay.replace("账户余额（元）", "某余额（元）");
    expect(parseFundText(bare)?.outcome).toMatchObject({ ok: true, value: { accounts: [{ openingMinor: null }] } });
    expect(parseFundText(bare)?.lines[0]?.balanceAfterMinor).toBeNull();
  });

  test("the account and the days are those of the frame", () => {
    const month = alipay.replace("终止日期：[2018年02月02日", "终止日期：[2018年03月01日");
    expect(parseFundText(month)?.outcome).toMatchObject({
      value: { accounts: [{ accountNo: "20880000000000000156", startsOn: "2018-02-01", endsOn: "2018-02-28" }] },
    });
    const untilSecond = alipay.replace("终止日期：[2018年02月02日 00:00:00", "终止日期：[2018年02月27日 23:59:59");
    expect(parseFundText(untilSecond)?.outcome).toMatchObject({ value: { accounts: [{ endsOn: "2018-02-27" }] } });
    expect(parseFundText(alipay)?.lines[0]?.accountNo).toBe("20880000000000000156");
    expect(ALIPAY_FUND_HEADERS.standard.split(",")).toHaveLength(12);
  });

  test.each([
    ["both amounts at once", "100.00,0.00", "100.00,-1.00", "an income and an expense at once"],
    ["neither amount", "100.00,0.00", ",", "the amount is missing"],
    ["a negative income", "100.00,0.00", "-100.00,0.00", "cannot be negative"],
    ["a comma in a payer's name", "*试", "*试,", "13 cells where the header names 12"],
    ["a line behind the list", "#支出合计", "x,y\r\n#支出合计", "behind the end"],
    ["no column of flow numbers", "账务流水号,", "某流水号,", ""],
  ])("%s", (_, truth, lie, words) => {
    const found = parseFundText(alipay.replace(truth, lie));
    if (words === "") expect(found).toBeNull();
    else expect(fundMessageOf(found)).toContain(words);
  });
});
