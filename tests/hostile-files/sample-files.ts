import { gzipSync } from "node:zlib";
import { encodeGb18030 } from "@/core/statements/fixtures/encode-gb18030";
import { BANK_DAY } from "@/core/statements/fixtures/sample-bank";
import { UNIONPAY_NAME } from "@/core/statements/fixtures/sample-days";
import { type AdyenFixtureRow, writeAdyenSettlement } from "@/core/statements/fixtures/write-adyen";
import { type AlipayFixtureLine, writeAlipayBill } from "@/core/statements/fixtures/write-alipay";
import { writeCamt053 } from "@/core/statements/fixtures/write-camt053";
import { type FundFixtureLine, writeAlipayFund, writeWechatFund } from "@/core/statements/fixtures/write-funds";
import { type BankFixtureStatement, writeMt940 } from "@/core/statements/fixtures/write-mt940";
import { type StripeFixtureRow, writeStripePayouts } from "@/core/statements/fixtures/write-stripe";
import {
  UNIONPAY_MERCHANT,
  type UnionpayFixtureLine,
  writeUnionpayReport,
  writeUnionpayZm,
  writeUnionpayZme,
} from "@/core/statements/fixtures/write-unionpay";
import { type WechatFixtureLine, writeWechatBill } from "@/core/statements/fixtures/write-wechat";
import { writeZip } from "@/server/statements/zip-fixture";
import { type Random, randomOf } from "@/tests/random";

export type SampleFormat =
  | "wechat-trade"
  | "alipay-trade"
  | "unionpay-zm"
  | "stripe-payout"
  | "adyen-settlement"
  | "wechat-fund"
  | "alipay-fund"
  | "camt053"
  | "mt940";

export type SampleFile = {
  format: SampleFormat;
  /** What the sample is, for a failure's message. */
  title: string;
  fileName: string;
  bytes: Uint8Array;
};

const LINES = 9;
const utf8 = (text: string) => new TextEncoder().encode(text);
const yuanOf = (random: Random) => BigInt(1 + random.below(2_000_000));
const clockOf = (random: Random) =>
  [random.below(24), random.below(60), random.below(60)].map((part) => `${part}`.padStart(2, "0"));

/** One honest file of each format and layout, in each way of packing, with figures that the seed decides. */
export function sampleFiles(seed: number): SampleFile[] {
  const random = randomOf(seed);
  return [...channelFiles(random), ...fundFiles(random), ...acquirerFiles(random), ...bankFiles()];
}

function channelFiles(random: Random): SampleFile[] {
  const wechat = wechatLines(random);
  const payments = wechat.filter((line) => line.status === "SUCCESS");
  const refunds = wechat.filter((line) => line.status === "REFUND");
  const alipay = alipayLines(random);
  const alipayBill = encodeGb18030(writeAlipayBill(alipay));
  const unionpay = unionpayLines(random);
  const ofWechat = (title: string, bytes: Uint8Array): SampleFile => ({
    format: "wechat-trade",
    title: `WeChat ${title}`,
    fileName: "bill.csv",
    bytes,
  });
  const ofAlipay = (title: string, bytes: Uint8Array): SampleFile => ({
    format: "alipay-trade",
    title: `Alipay ${title}`,
    fileName: "bill.bin",
    bytes,
  });
  return [
    ofWechat("ALL", utf8(writeWechatBill("ALL", wechat))),
    ofWechat("SUCCESS", utf8(`\ufeff${writeWechatBill("SUCCESS", payments)}`)),
    ofWechat("REFUND", utf8(writeWechatBill("REFUND", refunds))),
    ofWechat("before 2018", utf8(writeWechatBill("OLD_ALL", wechat))),
    ofWechat("in gzip", gzipSync(utf8(writeWechatBill("ALL", wechat)))),
    ofAlipay("in GBK", alipayBill),
    ofAlipay("relayed", utf8(writeAlipayBill(alipay, true))),
    ofAlipay(
      "in its archive",
      writeZip([
        { name: encodeGb18030("2088_20170831_业务明细.csv"), content: alipayBill },
        { name: encodeGb18030("2088_20170831_业务明细(汇总).csv"), content: encodeGb18030("#支付宝业务汇总查询\r\n") },
      ]),
    ),
    { format: "unionpay-zm", title: "UnionPay ZM", fileName: UNIONPAY_NAME, bytes: writeUnionpayZm(unionpay) },
    { format: "unionpay-zm", title: "UnionPay in its archive", fileName: "day.zip", bytes: unionpayZip(unionpay) },
  ];
}

function unionpayZip(lines: readonly UnionpayFixtureLine[]): Uint8Array {
  const error = { tradeCode: "E74", at: "0101120000", amountMinor: 100n, feeMinor: 0n, settledMinor: -100n };
  return writeZip([
    { name: utf8(UNIONPAY_NAME), content: writeUnionpayZm(lines, "newest") },
    { name: utf8(`RD201018010101_${UNIONPAY_MERCHANT}`), content: writeUnionpayReport(lines) },
    {
      name: utf8(`INN18010188ZME_${UNIONPAY_MERCHANT}`),
      content: writeUnionpayZme([{ ...error, previousAt: "1231230000", previousAmountMinor: 100n }]),
    },
  ]);
}

function wechatLines(random: Random): WechatFixtureLine[] {
  return Array.from({ length: LINES }, (_, at) => {
    const amountMinor = yuanOf(random);
    const line = {
      at: `2018-08-21 ${clockOf(random).join(":")}`,
      orderNo: `ORD${1000 + at}`,
      tradeNo: `42000000000000000000000${10_000 + at}`,
      amountMinor,
      feeE5: amountMinor * 6n,
      product: random.pick(["测试商品", "甲,乙", '屏5" 大', ""]),
      attachment: random.pick(["", '{"a":"b,c","d":[1,2]}']),
    };
    if (at % 3 !== 2) return { ...line, status: "SUCCESS" };
    const numbers = { refundNo: `REF${1000 + at}`, channelRefundNo: `50000000000000000000000${20_000 + at}` };
    return { ...line, ...numbers, status: "REFUND", feeE5: -line.feeE5 };
  });
}

function alipayLines(random: Random): AlipayFixtureLine[] {
  return Array.from({ length: LINES }, (_, at) => {
    const amountMinor = yuanOf(random);
    const line = {
      at: `2017-08-31 ${clockOf(random).join(":")}`,
      orderNo: `ORD${1000 + at}`,
      tradeNo: `20170831210010010000000${10_000 + at}`,
      amountMinor,
      feeMinor: amountMinor / 167n,
      product: random.pick(["测试商品", "甲 乙", ""]),
    };
    return at % 3 === 2
      ? { ...line, type: "退款", refundNo: `REF${1000 + at}`, feeMinor: -line.feeMinor }
      : { ...line, type: "交易" };
  });
}

function unionpayLines(random: Random): UnionpayFixtureLine[] {
  return Array.from({ length: LINES }, (_, at) => {
    const amountMinor = yuanOf(random);
    const feeMinor = 1n + amountMinor / 167n;
    const line = {
      at: `0101${clockOf(random).join("")}`,
      orderNo: `ORD${1000 + at}`,
      queryId: `2018010100000000${10_000 + at}`,
      amountMinor,
      shopName: random.pick(["", "测试小店", "shop"]),
    };
    return at % 3 === 2
      ? { ...line, type: "04", feeMinor: -feeMinor, originalOrderNo: "ORD1", originalQueryId: "201712312330050000001" }
      : { ...line, type: "01", feeMinor };
  });
}

function fundFiles(random: Random): SampleFile[] {
  const lines = Array.from({ length: LINES }, (_, at): FundFixtureLine => {
    const isIncome = at % 3 !== 2;
    const signed = yuanOf(random) + 1_000n;
    return {
      at: `2018-02-01 ${`${at + 1}`.padStart(2, "0")}:00:0${random.below(9)}`,
      entryNo: `FLOW${1000 + at}`,
      businessNo: `BIZ${1000 + at}`,
      ourNo: `ORD${1000 + at}`,
      type: isIncome ? "交易" : "退款",
      signed: isIncome ? signed : -signed,
      remark: random.pick(["", "备注"]),
    };
  });
  const alipay = (layout: "standard" | "recent") => encodeGb18030(writeAlipayFund(lines, 9_000_000n, layout));
  return [
    { format: "wechat-fund", title: "WeChat funds", fileName: "fund.csv", bytes: utf8(writeWechatFund(lines)) },
    { format: "alipay-fund", title: "Alipay funds", fileName: "fund.csv", bytes: alipay("standard") },
    { format: "alipay-fund", title: "Alipay funds, newer", fileName: "fund.csv", bytes: alipay("recent") },
  ];
}

function acquirerFiles(random: Random): SampleFile[] {
  const stripe = Array.from({ length: LINES }, (_, at): StripeFixtureRow => {
    const isCharge = at % 3 !== 2;
    const grossMinor = yuanOf(random);
    const [asset, scale] = at % 2 === 0 ? (["USD", 2] as const) : (["JPY", 0] as const);
    return {
      category: at === 5 ? "dispute" : isCharge ? "charge" : "refund",
      payoutId: `po_${at < 5 ? 1 : 2}`,
      transactionId: `txn_${at}`,
      asset,
      scale,
      grossMinor: isCharge ? grossMinor : -grossMinor,
      feeMinor: isCharge ? grossMinor / 34n : 0n,
      at: `2026-11-19 ${clockOf(random).join(":")}`,
      sourceId: `${isCharge ? "ch" : "re"}_${at}`,
      orderNo: `ORD${1000 + at}`,
      description: random.pick(["plain", 'two, "large"', "over\nlines"]),
    };
  });
  const adyen = Array.from({ length: LINES }, (_, at): AdyenFixtureRow => {
    const isCharge = at % 3 !== 2;
    const grossMinor = (isCharge ? 1n : -1n) * (1_000n + yuanOf(random));
    return {
      type: at === 5 ? "Chargeback" : isCharge ? "Settled" : "Refunded",
      batch: at < 5 ? "7" : "8",
      pspReference: `PSP${1000 + at}`,
      orderNo: `ORD${1000 + at}`,
      modification: `MOD${1000 + at}`,
      at: `2026-11-19 ${clockOf(random).join(":")}`,
      grossAsset: "EUR",
      grossScale: 2,
      grossMinor,
      netAsset: "EUR",
      netScale: 2,
      netMinor: grossMinor - 25n,
      feesE5: [0n, 12_000n, 8_000n, 5_000n],
    };
  });
  return [
    { format: "stripe-payout", title: "Stripe", fileName: "payouts.csv", bytes: utf8(writeStripePayouts(stripe)) },
    { format: "adyen-settlement", title: "Adyen", fileName: "batch.csv", bytes: utf8(writeAdyenSettlement(adyen)) },
  ];
}

function bankFiles(): SampleFile[] {
  const yen: BankFixtureStatement = { ...BANK_DAY, accountNo: "DE00YEN", statementNo: "2", asset: "JPY", scale: 0 };
  const both = [BANK_DAY, yen];
  const credits = { ...BANK_DAY, entries: BANK_DAY.entries.filter((entry) => !entry.isReversal) };
  const camt = (title: string, text: string): SampleFile => ({
    format: "camt053",
    title: `camt.053 ${title}`,
    fileName: "statement.xml",
    bytes: utf8(text),
  });
  const mt940 = (title: string, text: string): SampleFile => ({
    format: "mt940",
    title: `MT940 ${title}`,
    fileName: "statement.sta",
    bytes: utf8(text),
  });
  return [
    camt("02, indented, with its summary", writeCamt053(both, { version: "02", isIndented: true, hasSummary: true })),
    camt("08, of one batch", writeCamt053([credits], { isBatched: true, prefix: "n0" })),
    mt940("over pages", writeMt940(both, { entriesOnPage: 2 })),
    mt940("in blocks", writeMt940([BANK_DAY], { isInBlocks: true, hasFundsLetter: true, hasShortAmounts: true })),
  ];
}
