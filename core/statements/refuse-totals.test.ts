import { expect, test } from "vitest";
import { parseText } from "./fixtures/parse-bytes";
import { parseFundText } from "./fixtures/parse-fund";
import { ALIPAY_DAY, FUND_DAY, WECHAT_DAY } from "./fixtures/sample-days";
import { writeAlipayBill } from "./fixtures/write-alipay";
import { writeAlipayFund } from "./fixtures/write-funds";
import { writeWechatBill } from "./fixtures/write-wechat";

const wechat = writeWechatBill("ALL", WECHAT_DAY);
const alipay = writeAlipayBill(ALIPAY_DAY);
const fund = writeAlipayFund(FUND_DAY);

test.each([
  ["WeChat's count", parseText(wechat.replace("`3,`", "`4,`")), "总交易单数 4", "3"],
  [
    "Alipay's payments",
    parseText(alipay.replace("交易合计：2笔", "交易合计：9笔")),
    "交易合计 9 (109.50)",
    "2 (109.50)",
  ],
  [
    "a fund bill's incomes",
    parseFundText(fund.replace("收入合计：2笔", "收入合计：3笔")),
    "收入合计 3 (109.50)",
    "2 (109.50)",
  ],
  [
    "two totals",
    parseText(alipay.replace("交易合计：2笔", "交易合计：9笔").replace("退款合计：1笔", "退款合计：2笔")),
    "交易合计 9 (109.50), 退款合计 2 (25.00)",
    "交易合计 2 (109.50), 退款合计 1 (25.00)",
  ],
])(
  "%s is told in the file's own words and figures alone, whatever language is put around them",
  (_, found, footer, lines) => {
    expect(found?.outcome).toMatchObject({ refusal: { code: "statement_totals_disagree", params: { footer, lines } } });
  },
);
