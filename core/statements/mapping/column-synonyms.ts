import type { MappedField } from "./mapping";

type Suggested = Exclude<MappedField, "skip">;

/**
 * What channels call the columns, most telling name first. A name fits when it is the header's own, without its unit, or
 * when the header holds it; two-word English names are compared without blanks, lines and case.
 */
export const COLUMN_SYNONYMS: Readonly<Record<Suggested, readonly string[]>> = {
  orderNo: [
    "商户订单号",
    "商家订单号",
    "外部订单号",
    "merchantorderno",
    "merchantorderid",
    "merchantreference",
    "outtradeno",
    "orderno",
    "orderid",
    "ordernumber",
    "订单号",
    "订单编号",
  ],
  refundNo: [
    "商户退款单号",
    "商户退款号",
    "退款请求号",
    "merchantrefundno",
    "outrefundno",
    "merchantrefundid",
    "refundno",
    "refundid",
    "退款单号",
    "退款编号",
  ],
  channelTradeNo: [
    "平台流水号",
    "渠道流水号",
    "交易流水号",
    "平台订单号",
    "支付流水号",
    "交易号",
    "channeltradeno",
    "transactionid",
    "tradeno",
    "paymentid",
    "pspreference",
    "流水号",
    "txnid",
    "reference",
  ],
  channelRefundNo: [
    "平台退款单号",
    "渠道退款号",
    "退款流水号",
    "channelrefundno",
    "refundtransactionid",
    "refundreference",
  ],
  merchantNo: ["特约商户号", "子商户号", "商户号", "商户编号", "merchantno", "merchantid", "mid", "merchantaccount"],
  kind: ["交易类型", "业务类型", "类型", "收支类型", "transactiontype", "tradetype", "type", "category"],
  status: ["交易状态", "支付状态", "状态", "transactionstatus", "tradestatus", "status", "state", "result"],
  amount: ["交易金额", "订单金额", "支付金额", "金额", "amount", "transactionamount", "gross", "total"],
  amountIn: ["收入金额", "收入", "入账金额", "贷方金额", "credit", "grosscredit", "amountin", "in"],
  amountOut: ["支出金额", "支出", "出账金额", "借方金额", "debit", "grossdebit", "amountout", "out"],
  fee: ["手续费", "服务费", "费用", "fee", "commission", "charge", "servicefee"],
  asset: ["币种", "货币种类", "货币", "currency", "currencycode", "ccy"],
  time: [
    "交易时间",
    "支付时间",
    "完成时间",
    "创建时间",
    "交易日期",
    "日期时间",
    "时间",
    "日期",
    "transactiontime",
    "paidat",
    "createdat",
    "datetime",
    "timestamp",
    "transactiondate",
    "time",
    "date",
    "created",
  ],
  timeOfDay: ["时刻", "交易时刻", "timeofday"],
  settlesOn: ["清算日期", "结算日期", "账期", "settlementdate", "settledate", "valuedate", "payoutdate"],
};

/** Texts of a kind column, compared as they are, in small letters. */
export const KIND_TEXTS = {
  PAYMENT: [
    "支付",
    "交易",
    "付款",
    "消费",
    "收款",
    "收入",
    "入账",
    "正交易",
    "payment",
    "pay",
    "charge",
    "sale",
    "purchase",
    "capture",
    "credit",
    "settled",
    "success",
  ],
  REFUND: ["退款", "退货", "撤销", "冲正", "支出", "退款交易", "refund", "refunded", "return", "reversal", "debit"],
} as const;

export const STATUS_TEXTS = {
  SUCCEEDED: [
    "成功",
    "支付成功",
    "退款成功",
    "交易成功",
    "已完成",
    "已支付",
    "已退款",
    "完成",
    "success",
    "succeeded",
    "successful",
    "completed",
    "paid",
    "settled",
    "captured",
    "refund",
    "refunded",
    "ok",
    "s",
  ],
  PROCESSING: ["处理中", "进行中", "退款中", "待处理", "processing", "pending", "inprogress", "p"],
  FAILED: [
    "失败",
    "已失败",
    "已关闭",
    "关闭",
    "已取消",
    "failed",
    "failure",
    "closed",
    "cancelled",
    "canceled",
    "declined",
    "f",
  ],
} as const;

/** How the last line of a file begins that adds up those above it. */
export const FOOTER_WORDS = ["合计", "总计", "共计", "汇总", "Total", "TOTAL", "total", "Sum", "Trailer"] as const;

/** A header or a text as it is compared: small letters, no blanks, lines, parentheses or unit. */
export function comparableName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[(（][^)）]{0,20}[)）]/g, "")
    .replace(/[\s_\-.:：/]/g, "");
}
