import { findColumn, type Header } from "./header";

/** An acquirer that relays WeChat bills renames WeChat's own numbers. */
export function wechatColumns(header: Header) {
  const find = (...aliases: string[]) => findColumn(header, ...aliases);
  return {
    time: find("交易时间"),
    merchant: find("商户号"),
    subMerchant: find("特约商户号", "子商户号"),
    channelTradeNo: find("微信订单号", "微信支付订单号", "银联订单号"),
    orderNo: find("商户订单号"),
    status: find("交易状态"),
    asset: find("货币种类"),
    amount: find("应结订单金额", "总金额", "订单金额"),
    channelRefundNo: find("微信退款单号", "微信支付退款单号", "银联退款单号"),
    refundNo: find("商户退款单号"),
    refund: find("退款金额", "申请退款金额"),
    refundStatus: find("退款状态"),
    refundAppliedAt: find("退款申请时间"),
    refundSucceededAt: find("退款成功时间"),
    couponRefund: find("充值券退款金额", "代金券或立减优惠退款金额", "企业红包退款金额"),
    product: find("商品名称"),
    attachment: find("商户数据包"),
    fee: find("手续费"),
    orderAmount: find("订单金额"),
    appliedRefund: find("申请退款金额"),
  };
}

export type WechatColumns = ReturnType<typeof wechatColumns>;
