import type { DemoOrder, DemoRefund, LegLine, OrderLine } from "./demo-types";
import { toInstant } from "./moment";

/** The order as a line of the orders file. Before it is paid, we have not heard a trade number from the channel. */
export function toOrderLine(order: DemoOrder): OrderLine {
  const isPaid = order.status === "PAID";
  const legs: LegLine[] = [];
  if (order.cashMinor > 0n) {
    legs.push({
      kind: "channel",
      channel: order.channel,
      amountMinor: `${order.cashMinor}`,
      ...(isPaid ? { channelTradeNo: order.tradeNo } : {}),
    });
  }
  for (const { funder, amountMinor, campaign } of order.marketing) {
    legs.push({ kind: "marketing", funder, amountMinor: `${amountMinor}`, campaign });
  }
  return {
    type: "order",
    orderNo: order.orderNo,
    merchantNo: order.merchant.config.merchantNo,
    asset: "CNY",
    dueMinor: `${order.dueMinor}`,
    legs,
    status: order.status,
    ...(isPaid ? { paidAt: toInstant(order.at) } : { createdAt: toInstant(order.at) }),
    payer: { hint: order.payerHint },
  };
}

export function toRefundLine(refund: DemoRefund): OrderLine {
  const hasSucceeded = refund.status === "SUCCEEDED";
  return {
    type: "refund",
    refundNo: refund.refundNo,
    orderNo: refund.order.orderNo,
    amountMinor: `${refund.amountMinor}`,
    status: refund.status,
    ...(hasSucceeded ? { succeededAt: toInstant(refund.at) } : { createdAt: toInstant(refund.at) }),
    ...(hasSucceeded && refund.refundTradeNo ? { channelRefundNo: refund.refundTradeNo } : {}),
  };
}
