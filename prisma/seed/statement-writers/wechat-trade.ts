import { toDecimalString } from "@/core/money/parse-money";
import type { StatementLine, StatementTotals } from "../demo-types";
import { toLocalTime } from "../moment";

const APP_ID = "wx0000demo00000001";
const ACCOUNT = "1900000001";
const EOL = "\r\n";
const BYTE_ORDER_MARK = "\uFEFF";

const HEADER =
  "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";
const FOOTER_HEADER = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";

/**
 * WeChat Pay's ALL bill: 27 columns, a back-tick before every cell, nothing quoted, so product names and the merchant's
 * JSON bring commas of their own. Totals add up the lines whatever their currency, as the channel's own do.
 */
export function writeWechatTrade(
  date: string,
  lines: readonly StatementLine[],
  totals: StatementTotals,
  costBps: number,
) {
  const rate = `${toDecimalString(BigInt(costBps), 2)}%`;
  const rows = lines.map((line) => backticked(cellsOf(line, rate)));
  const text = [HEADER, ...rows, FOOTER_HEADER, backticked(footerOf(totals)), ""].join(EOL);
  return {
    fileName: `${ACCOUNT}All${date}.csv`,
    bytes: new TextEncoder().encode(`${BYTE_ORDER_MARK}${text}`),
  };
}

function cellsOf(line: StatementLine, rate: string): string[] {
  const isRefund = line.itemKind === "REFUND";
  const paid = isRefund ? "0.00" : yuan(line.amountMinor);
  const refunded = isRefund ? yuan(line.amountMinor) : "0.00";
  return [
    toLocalTime(line.at),
    APP_ID,
    ACCOUNT,
    "0",
    line.merchant.config.merchantNo,
    line.tradeNo,
    line.orderNo,
    line.payerHint,
    "JSAPI",
    isRefund ? "REFUND" : "SUCCESS",
    "OTHERS",
    line.asset,
    paid,
    "0.00",
    line.refundTradeNo ?? "0",
    line.refundNo ?? "0",
    refunded,
    "0.00",
    isRefund ? "ORIGINAL" : "",
    isRefund ? "SUCCESS" : "",
    line.productName,
    `{"mch":"${line.merchant.config.merchantNo}","v":1}`,
    feeText(line.feeMinor),
    rate,
    paid,
    refunded,
    "",
  ];
}

function footerOf({ payments, refunds }: StatementTotals): string[] {
  const paid = yuan(payments.amountMinor);
  const refunded = yuan(refunds.amountMinor);
  const fee = feeText(payments.feeMinor + refunds.feeMinor);
  return [`${payments.count + refunds.count}`, paid, refunded, "0.00", fee, paid, refunded];
}

function backticked(cells: readonly string[]): string {
  return cells.map((cell) => `\`${cell}`).join(",");
}

function yuan(amountMinor: bigint): string {
  return toDecimalString(amountMinor, 2);
}

/** Fees have five decimals in this bill; the channel settles in whole fen. */
function feeText(feeMinor: bigint): string {
  return toDecimalString(feeMinor * 1000n, 5);
}
