/** The numbers of a statement line that it may be matched by. */
export type KeyedLine = {
  readonly kind: "PAYMENT" | "REFUND";
  readonly lineNo: number;
  readonly orderNo: string | null;
  readonly refundNo: string | null;
  readonly channelTradeNo: string | null;
  readonly channelRefundNo: string | null;
};

/**
 * What a line is matched by: our number; or, where the line has none of ours or the channel is matched by its own, the
 * channel's number behind a #, or its place in the file behind one.
 */
export function matchKeyOf(line: KeyedLine, keyedBy: "ORDER_NO" | "CHANNEL_NO"): string {
  const isRefund = line.kind === "REFUND";
  const ours = isRefund ? (line.refundNo ?? line.orderNo) : line.orderNo;
  if (ours !== null && keyedBy === "ORDER_NO") return ours;
  const theirs = isRefund ? (line.channelRefundNo ?? line.channelTradeNo) : line.channelTradeNo;
  return `#${theirs ?? line.lineNo}`;
}
