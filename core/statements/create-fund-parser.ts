import { ALIPAY_BALANCE, createAlipayFundReader } from "./alipay-fund";
import type { CashParser, FundFormat } from "./cash-line";
import { runCashParser } from "./run-cash-parser";
import { createWechatFundReader, WECHAT_BALANCE } from "./wechat-fund";

export function isFundFormat(format: string): format is FundFormat {
  return format === "wechat-fund" || format === "alipay-fund";
}

/** A parser for one fund bill of `format`: what moved on our account with a channel, not what was paid for an order. */
export function createFundParser(format: FundFormat, parts = 1): CashParser {
  switch (format) {
    case "wechat-fund":
      return runCashParser(format, createWechatFundReader(), WECHAT_BALANCE);
    case "alipay-fund":
      return runCashParser(format, createAlipayFundReader(parts), ALIPAY_BALANCE);
  }
}
