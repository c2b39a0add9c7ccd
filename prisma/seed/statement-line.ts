import { feeOf } from "@/core/money/money";
import type { ChannelConfig, DemoOrder, DemoRefund, StatementLine } from "./demo-types";
import { type Moment, settlementDayOf } from "./moment";

/** The channel's line for a payment, seen by its own clock at `at`. The fee is the contract's. */
export function lineOfPayment(order: DemoOrder, channel: ChannelConfig, at: Moment = order.at): StatementLine {
  return {
    channel: channel.code,
    itemKind: "PAYMENT",
    orderNo: order.orderNo,
    refundNo: null,
    tradeNo: order.tradeNo,
    refundTradeNo: null,
    amountMinor: order.cashMinor,
    feeMinor: feeOf(order.cashMinor, channel.costBps),
    asset: "CNY",
    at,
    paidAt: at,
    settlesOn: settlementDayOf(at, channel.cutoff),
    merchant: order.merchant,
    productName: order.productName,
    payerHint: order.payerHint,
  };
}

/** The channel's line for a refund: the cash part alone, with the contract's fee on it given back. */
export function lineOfRefund(refund: DemoRefund, channel: ChannelConfig): StatementLine {
  return {
    ...lineOfPayment(refund.order, channel),
    itemKind: "REFUND",
    refundNo: refund.refundNo,
    refundTradeNo: refund.refundTradeNo,
    amountMinor: refund.cashMinor,
    feeMinor: -feeOf(refund.cashMinor, channel.costBps),
    at: refund.at,
    settlesOn: settlementDayOf(refund.at, channel.cutoff),
  };
}

/** The line with another amount, and the contract's fee on that amount. */
export function withAmount(line: StatementLine, amountMinor: bigint, channel: ChannelConfig): StatementLine {
  const feeMinor = feeOf(amountMinor, channel.costBps);
  return { ...line, amountMinor, feeMinor: line.itemKind === "REFUND" ? -feeMinor : feeMinor };
}

/** The number in the file's merchant column that our side knows the item by. */
export function keyOf(line: StatementLine): string {
  return line.refundNo ?? line.orderNo;
}

/** Positive for money in, negative for money out. */
export function signedMinor(line: StatementLine): bigint {
  return line.itemKind === "REFUND" ? -line.amountMinor : line.amountMinor;
}
