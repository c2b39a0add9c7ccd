import { expect, test } from "vitest";
import { detectStatementFormat, isEnglishWechatBill } from "./detect-format";
import { encodeGb18030 } from "./fixtures/encode-gb18030";
import { BANK_DAY } from "./fixtures/sample-bank";
import { ALIPAY_DAY, FUND_DAY, UNIONPAY_DAY, UNIONPAY_NAME, WECHAT_DAY } from "./fixtures/sample-days";
import { writeAdyenSettlement } from "./fixtures/write-adyen";
import { writeAlipayBill } from "./fixtures/write-alipay";
import { writeCamt053 } from "./fixtures/write-camt053";
import { writeAlipayFund, writeWechatFund } from "./fixtures/write-funds";
import { writeMt940 } from "./fixtures/write-mt940";
import { STRIPE_COLUMNS, writeStripePayouts } from "./fixtures/write-stripe";
import { writeUnionpayZm } from "./fixtures/write-unionpay";
import { writeWechatBill } from "./fixtures/write-wechat";

const utf8 = (text: string) => new TextEncoder().encode(text);

test.each([
  ["WeChat", utf8(writeWechatBill("ALL", WECHAT_DAY)), undefined, "wechat-trade"],
  ["WeChat, old", utf8(writeWechatBill("OLD_ALL", WECHAT_DAY)), undefined, "wechat-trade"],
  ["WeChat under an Alipay name", utf8(writeWechatBill("ALL", WECHAT_DAY)), "2088_业务明细.csv", "wechat-trade"],
  [
    "WeChat, cut inside a character",
    utf8(writeWechatBill("ALL", WECHAT_DAY)).subarray(0, 500),
    undefined,
    "wechat-trade",
  ],
  ["an empty WeChat day", utf8("No Bill Exist"), undefined, "wechat-trade"],
  ["Alipay", encodeGb18030(writeAlipayBill(ALIPAY_DAY)), undefined, "alipay-trade"],
  ["Alipay's acquirer", utf8(writeAlipayBill(ALIPAY_DAY, true)), undefined, "alipay-trade"],
  [
    "Alipay's summary",
    encodeGb18030("#支付宝业务汇总查询\r\n门店编号,门店名称,交易订单总笔数,商家实收（元）\r\n"),
    undefined,
    null,
  ],
  ["WeChat's fund bill", utf8(writeWechatFund(FUND_DAY)), undefined, "wechat-fund"],
  ["Alipay's fund bill", encodeGb18030(writeAlipayFund(FUND_DAY)), undefined, "alipay-fund"],
  [
    "Alipay's fund bill of a shop",
    utf8("入账时间,支付宝流水号,收入（+元）,支出（-元）\r\n"),
    "业务明细.csv",
    "alipay-fund",
  ],
  [
    "Alipay's summary of funds",
    encodeGb18030("#支付宝账务汇总查询\r\n类型,收入笔数,收入金额（+元）,支出笔数,支出金额（-元）,总金额（元）\r\n"),
    undefined,
    null,
  ],
  ["UnionPay without its name", writeUnionpayZm(UNIONPAY_DAY), undefined, "unionpay-zm"],
  ["an empty UnionPay day", utf8(""), UNIONPAY_NAME, "unionpay-zm"],
  ["Stripe", utf8(writeStripePayouts([])), undefined, "stripe-payout"],
  ["Stripe, in another order", utf8(writeStripePayouts([], [...STRIPE_COLUMNS].reverse())), "x.txt", "stripe-payout"],
  ["Adyen", utf8(writeAdyenSettlement([])), undefined, "adyen-settlement"],
  ["MT940", utf8(writeMt940([BANK_DAY])), "a.csv", "mt940"],
  ["MT940 in SWIFT's blocks", utf8(writeMt940([BANK_DAY], { isInBlocks: true })), undefined, "mt940"],
  ["MT940 right behind a BOM", utf8(`\ufeff${writeMt940([BANK_DAY])}`), undefined, "mt940"],
  ["MT940 with lines of its envelope", utf8(`ABNANL2A\r\n940\r\n${writeMt940([BANK_DAY])}`), undefined, "mt940"],
  ["WeChat in CR alone", utf8(writeWechatBill("ALL", WECHAT_DAY).replaceAll("\r\n", "\r")), undefined, "wechat-trade"],
  ["MT940 behind a BOM and blank lines", utf8(`\ufeff\r\n${writeMt940([BANK_DAY])}`), undefined, "mt940"],
  ["camt.053", utf8(writeCamt053([BANK_DAY])), "a.csv", "camt053"],
  ["camt.053 with a prefix", utf8(`\ufeff${writeCamt053([BANK_DAY], { prefix: "n0" })}`), undefined, "camt053"],
  ["another XML", utf8("<xml><return_code>FAIL</return_code></xml>"), undefined, null],
  ["another bank message", utf8(":20:X\r\n:21:Y\r\n:32A:261119EUR1,\r\n"), undefined, null],
  ["an empty file", utf8(""), "a.csv", null],
  ["a broken UnionPay file", utf8("hello\nworld\n"), UNIONPAY_NAME, "unionpay-zm"],
  ["a text", utf8("hello\nworld\n"), "a.csv", null],
  [
    "two encodings",
    new Uint8Array([...utf8(writeAlipayBill(ALIPAY_DAY)), ...encodeGb18030("备注")]),
    undefined,
    "alipay-trade",
  ],
])("%s", (_, head, name, format) => {
  expect(detectStatementFormat(head, name)).toBe(format);
});

test.each([
  "Transaction time,Official account ID,Vendor ID,Sub vendor ID,Device ID,Wechat order number,Vendor order number,User tag,Transaction type,Transaction status,Payment bank,Currency type,Total amount,Coupon amount,Service charge,Rate",
  "\ufeff`Transaction Time,`Official Account ID,`Merchant ID,`Sub-merchant ID,`Device,`Weixin Order No.,`Merchant Order No.,`User ID,`Trade Type,`Trade Status,`Bank,`Currency,`Amount,`Fee",
])("WeChat's bill with English names is told apart from what nobody knows", (header) => {
  const bill = `${header}\r\n\`2026-11-19 12:00:01,\`wx1,\`1900000001\r\n`;
  expect(detectStatementFormat(utf8(bill))).toBeNull();
  expect(isEnglishWechatBill(utf8(bill))).toBe(true);
  expect(isEnglishWechatBill(utf8(bill.replace("\r\n`", "\r\n")))).toBe(false);
  expect(isEnglishWechatBill(utf8(bill.replace("ime,", "ime 交易时间,")))).toBe(false);
});
