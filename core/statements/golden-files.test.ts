import { describe, expect, test } from "vitest";
import { encodeGb18030 } from "./fixtures/encode-gb18030";
import { parseBytes } from "./fixtures/parse-bytes";
import { ALIPAY_DAY, UNIONPAY_DAY, UNIONPAY_NAME, WECHAT_DAY } from "./fixtures/sample-days";
import { writeAlipayBill } from "./fixtures/write-alipay";
import { UNIONPAY_MERCHANT, writeUnionpayReport, writeUnionpayZm } from "./fixtures/write-unionpay";
import { writeWechatBill } from "./fixtures/write-wechat";
import { canonicalLine } from "./statement";

/** Every way of writing the same made-up day must say the same, to the byte of its canonical lines. */
const utf8 = (text: string) => new TextEncoder().encode(text);
const eachLine = (text: string, change: (line: string, index: number) => string) =>
  text.split("\r\n").map(change).join("\r\n");
const wechat = writeWechatBill("ALL", WECHAT_DAY);
const oldWechat = writeWechatBill("OLD_ALL", WECHAT_DAY);
const alipay = writeAlipayBill(ALIPAY_DAY);
const acquirer = writeAlipayBill(ALIPAY_DAY, true);
const zm = writeUnionpayZm(UNIONPAY_DAY);
const zmText = new TextDecoder().decode(zm);
const report = { name: `RD201018010101_${UNIONPAY_MERCHANT}`, bytes: writeUnionpayReport(UNIONPAY_DAY) };

/** Moves a column of a WeChat bill to the front; its lines are cut as the format says. */
function columnFirst(text: string, name: string): string {
  const [header = ""] = text.split("\r\n");
  const from = header.split(",").indexOf(name);
  const move = (cells: string[]) => [...cells.splice(from, 1), ...cells];
  return eachLine(text, (line, index) => {
    if (index === 0) return move(line.split(",")).join(",");
    return index <= WECHAT_DAY.length ? `\`${move(line.slice(1).split(",`")).join(",`")}` : line;
  });
}

const saysWechat: [string, Uint8Array][] = [
  ["as downloaded", utf8(wechat)],
  ["with a BOM", utf8(`\ufeff${wechat}`)],
  ["with LF", utf8(wechat.replaceAll("\r\n", "\n"))],
  ["with CR alone", utf8(wechat.replaceAll("\r\n", "\r"))],
  ["with CRLF and LF in turns", utf8(wechat.replaceAll(/(\r\n)([^\r]*)\r\n/g, "$1$2\n"))],
  ["with DOS's end-of-file mark", utf8(`${wechat}\u001a`)],
  ["without the last line end", utf8(wechat.trimEnd())],
  ["with blank lines at the end", utf8(`${wechat}\r\n\r\n`)],
  ["in GB18030", encodeGb18030(wechat)],
  ["with a spreadsheet's trailing commas", utf8(eachLine(wechat, (line) => (line === "" ? "" : `${line},,,`)))],
  ["with a spreadsheet's empty rows", utf8(wechat.replace("\r\n总", "\r\n,,,,,,\r\n总"))],
  [
    "with back-ticks in the header",
    utf8(eachLine(wechat, (line, index) => (index === 0 ? `\`${line.replaceAll(",", ",`")}` : line))),
  ],
  ["with full-width commas in the header", utf8(wechat.replace("退款类型,退款状态", "退款类型，退款状态"))],
  [
    "with units in the header",
    utf8(wechat.replace("应结订单金额,", "应结订单金额（元）,").replace("手续费,", "手续费(元),")),
  ],
  ["with another column order", utf8(columnFirst(columnFirst(wechat, "手续费"), "商户订单号"))],
  [
    "with an unknown column in front",
    utf8(eachLine(wechat, (line, index) => (index === 0 ? `业务标识,${line}` : line.replace(/^`20/, "`x,`20")))),
  ],
  ["with slashes in the times", utf8(wechat.replaceAll("2018-08-21", "2018/8/21"))],
  ["with run-together full-width times", utf8(wechat.replace("`2018-08-21 09:00:01", "`2018-08-2109：00：01"))],
  ["with a fee total of two decimals", utf8(wechat.replace("`0.50700,`109.50", "`0.51,`109.50"))],
  ["with a count of 3.0 and short zeros", utf8(wechat.replace("`3,`109.50,`25.00,`0.00", "`3.0,`109.5,`25.0,`0"))],
  ["with commas, quotes and JSON in the texts", utf8(wechat.replace("测试商品,`", '甲,乙"丙",`{"a":"b,c","d":[1,2]}'))],
  ["with comma and back-tick in the texts", utf8(wechat.replace("测试商品,`", "甲,`乙,`丙,`"))],
  ["with a spreadsheet's quoted cells", utf8(wechat.replace("`测试商品,`", '"`甲,乙",`'))],
  [
    "relayed without some back-ticks",
    utf8(
      wechat
        .replaceAll("`2018", "2018")
        .replaceAll("微信订单号", "银联订单号")
        .replaceAll("微信退款单号", "银联退款单号"),
    ),
  ],
  ["with refunds written negative", utf8(wechat.replace("`REF001,`25.00", "`REF001,`-25.00"))],
  ["in the layout before 2018", utf8(oldWechat)],
  ["in the layout before 2018 with coupons named", utf8(oldWechat.replaceAll("企业红包", "代金券或立减优惠"))],
  ["in the layout before 2018 with short zeros", utf8(oldWechat.replace("`0.00,`0.50700", "`0.0,`0.507"))],
];

const saysAlipay: [string, Uint8Array][] = [
  ["as downloaded", encodeGb18030(alipay)],
  ["in UTF-8", utf8(alipay)],
  ["with a BOM", utf8(`\ufeff${alipay}`)],
  ["with LF", encodeGb18030(alipay.replaceAll("\r\n", "\n"))],
  ["with CR alone", encodeGb18030(alipay.replaceAll("\r\n", "\r"))],
  ["without the last line end", encodeGb18030(alipay.trimEnd())],
  ["with half-width parentheses", encodeGb18030(alipay.replaceAll("（", "(").replaceAll("）", ")"))],
  [
    "with a spreadsheet's trailing commas",
    encodeGb18030(eachLine(alipay, (line) => (line === "" ? "" : `${line},,,,,,,`))),
  ],
  ["with quoted comments", encodeGb18030(eachLine(alipay, (line) => (line.startsWith("#") ? `"${line}"` : line)))],
  ["without TABs", encodeGb18030(alipay.replaceAll("\t", ""))],
  ["with quoted cells", encodeGb18030(alipay.replace("测试商品", '"甲,乙""丙"""'))],
  ["with an inch sign in a name", encodeGb18030(alipay.replace("测试商品", '屏5" 大"'))],
  ["with fees signed the other way", encodeGb18030(alipay.replace("-0.60,", "0.60,"))],
  ["with a positive refund and total", encodeGb18030(alipay.replaceAll("-25.00", "25.00"))],
  ["without the discount's part of the footer", encodeGb18030(alipay.replaceAll(/，商家优惠(退款)?共0.00元/g, ""))],
  [
    "with an older footer",
    encodeGb18030(alipay.replace("商家实收共", "交易金额共").replace("商家实收退款共", "交易退款金额共")),
  ],
  [
    "with half-width punctuation in the footer",
    encodeGb18030(alipay.replaceAll("合计：", "合计:").replaceAll("笔，", "笔,")),
  ],
  [
    "with a column more",
    encodeGb18030(eachLine(alipay, (line) => (line.startsWith("#") || line === "" ? line : `${line},x`))),
  ],
];

const saysUnionpay: [string, Uint8Array][] = [
  ["as downloaded", zm],
  ["with LF", utf8(zmText.replaceAll("\r\n", "\n"))],
  ["with CR alone", utf8(zmText.replaceAll("\r\n", "\r"))],
  ["without the last line end", zm.subarray(0, zm.length - 2)],
  ["with its padding trimmed", utf8(zmText.replaceAll(/ +\r\n/g, "\r\n"))],
  ["in the newest layout", writeUnionpayZm(UNIONPAY_DAY, "newest")],
  ["with shop names in GBK", writeUnionpayZm(UNIONPAY_DAY.map((line) => ({ ...line, shopName: "测试小店" })))],
];

const contexts = { memberName: `a/${UNIONPAY_NAME}`, companions: [report] };

describe.each([
  ["WeChat", saysWechat, {}, "utf-8"],
  ["Alipay", saysAlipay, {}, "gb18030"],
  ["UnionPay", saysUnionpay, contexts, ""],
])("%s", (_, cases, context, usualEncoding) => {
  const first = parseBytes(cases[0]?.[1] ?? new Uint8Array(0), context);

  test("the day as downloaded adds up", () => {
    expect(first?.outcome).toMatchObject({
      ok: true,
      value: {
        payments: { count: 2, amountMinor: 10_950n },
        refunds: { count: 1, amountMinor: 2_500n },
        feeMinor: 51n,
        lines: 3,
      },
    });
    if (usualEncoding !== "") expect(first?.outcome).toMatchObject({ value: { encoding: usualEncoding } });
  });

  test.each(cases)("%s", (__, bytes) => {
    const found = parseBytes(bytes, context);
    expect(found?.outcome).toMatchObject({ ok: true });
    expect(found?.lines.map(canonicalLine)).toEqual(first?.lines.map(canonicalLine));
  });

  test.each(cases)("%s, byte by byte", (__, bytes) => {
    const whole = parseBytes(bytes, context);
    expect(parseBytes(bytes, context, 1)).toEqual(whole);
  });
});

test("the acquirer's layout names the merchant on each line", () => {
  const found = parseBytes(utf8(acquirer));
  expect(found?.outcome).toMatchObject({ ok: true, value: { layout: "acquirer", settlesOn: "2017-08-31" } });
  expect(found?.lines[0]).toMatchObject({ counterpartyMerchantNo: "2088000000000001", orderNo: "ORD101" });
});

test("line numbers and byte offsets point at the line in the file", () => {
  for (const bytes of [utf8(`\ufeff\r\n${wechat}`), encodeGb18030(alipay)]) {
    const found = parseBytes(bytes);
    expect(found?.lines.length).toBe(3);
    for (const line of found?.lines ?? []) {
      const encoding = found?.outcome.ok ? found.outcome.value.encoding : "utf-8";
      const behind = new TextDecoder(encoding).decode(bytes.subarray(line.byteOffset));
      expect(behind.startsWith(`${line.raw}\r\n`)).toBe(true);
      expect(new TextDecoder(encoding).decode(bytes.subarray(0, line.byteOffset)).split("\n")).toHaveLength(
        line.lineNo,
      );
    }
  }
});
