import { expect, test } from "vitest";
import { type KeyedLine, matchKeyOf } from "./match-key";

const payment: KeyedLine = {
  kind: "PAYMENT",
  lineNo: 7,
  orderNo: "O1",
  refundNo: null,
  channelTradeNo: "T1",
  channelRefundNo: null,
};
const refund: KeyedLine = { ...payment, kind: "REFUND", refundNo: "R1", channelRefundNo: "TR1" };

test.each<[string, KeyedLine, "ORDER_NO" | "CHANNEL_NO", string]>([
  ["a payment by our order number", payment, "ORDER_NO", "O1"],
  ["a refund by our refund number", refund, "ORDER_NO", "R1"],
  ["a refund that names the order alone by that", { ...refund, refundNo: null }, "ORDER_NO", "O1"],
  ["a payment without our number by the channel's", { ...payment, orderNo: null }, "ORDER_NO", "#T1"],
  ["a payment of a channel matched by its own number by that", payment, "CHANNEL_NO", "#T1"],
  ["a refund of such a channel by its refund number", refund, "CHANNEL_NO", "#TR1"],
  ["a line without any number by its place", { ...payment, orderNo: null, channelTradeNo: null }, "ORDER_NO", "#7"],
])("%s", (_, line, keyedBy, key) => {
  expect(matchKeyOf(line, keyedBy)).toBe(key);
});
