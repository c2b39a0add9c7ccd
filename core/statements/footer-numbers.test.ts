import { expect, test } from "vitest";
import { messageOf, parseText } from "./fixtures/parse-bytes";
import { parseFundText } from "./fixtures/parse-fund";
import { ALIPAY_DAY, WECHAT_DAY } from "./fixtures/sample-days";
import { writeAlipayBill } from "./fixtures/write-alipay";
import { writeWechatBill } from "./fixtures/write-wechat";
import { readFooterNumber } from "./footer-number";

const large = 123_456_789n;

test.each([
  ["1,234,567.89", 123_456_789n],
  ["-1,234.50", -123_450n],
  ["+12.00", 1_200n],
  ["999", 99_900n],
  ["1234567.89", 123_456_789n],
])("a total written %s", (text, minor) => {
  expect(readFooterNumber(text, 2)).toBe(minor);
});

test.each(["1,23.00", "12,3456", ",123.00", "1,234,", "1.234,50", "1e3", "１,234.00", "", "1,234.567"])(
  "%j is no total",
  (text) => {
    expect(readFooterNumber(text, 2)).toBeNull();
  },
);

test("WeChat's totals may have thousands separators, its lines may not", () => {
  const [payment] = WECHAT_DAY.filter((line) => line.status === "SUCCESS");
  if (!payment) throw new Error("a day has a payment");
  const bill = writeWechatBill("ALL", [{ ...payment, amountMinor: large }]);
  const end = bill.lastIndexOf("\r\n`");
  const grouped = bill.slice(0, end) + bill.slice(end).replaceAll("1234567.89", "1,234,567.89");
  expect(grouped).not.toBe(bill);
  expect(messageOf(parseText(grouped))).toBe("");
  expect(messageOf(parseText(grouped.replace("`1,234,567.89", "`1,234,567.88")))).toContain("1,234,567.88");
  expect(messageOf(parseText(bill.replaceAll("1234567.89", "1,234,567.89")))).toContain("not a decimal amount");
});

test("so may Alipay's", () => {
  const [payment] = ALIPAY_DAY;
  if (!payment) throw new Error("a day has a payment");
  const bill = writeAlipayBill([{ ...payment, amountMinor: large }]);
  const grouped = bill.replace("共1234567.89元", "共1,234,567.89元");
  expect(messageOf(parseText(grouped))).toBe("");
  expect(messageOf(parseText(grouped.replace("567.89元", "567.88元")))).toContain("1234567.88");
});

test("and those of the bills of movements", () => {
  const wechat = [
    "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号",
    "`2026-11-19 12:00:01,`50,`20,`交易,`交易,`收入,`1234.56,`1334.56,`system,`,`ORD1",
    "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额",
    "`1.0,`1.0,`1,234.56,`0.0,`0.00",
  ].join("\r\n");
  expect(parseFundText(wechat)?.outcome).toMatchObject({ ok: true, value: { lines: 1 } });
  const alipay = [
    "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注",
    "1,2,3,名,2026-11-19 12:00:01,*,1234.56,,1334.56,支付宝,在线支付,",
    "#支出合计：0笔，共0.00元",
    "#收入合计：1笔，共1,234.56元",
  ].join("\r\n");
  expect(parseFundText(alipay)?.outcome).toMatchObject({ ok: true, value: { lines: 1 } });
});
