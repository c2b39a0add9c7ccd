import { z } from "zod";
import { merchantNoWire } from "./merchants";
import { amountMinorWire, assetWire, businessNoWire, instantWire, positiveAmountMinorWire } from "./wire";

export const ORDER_STATUSES = ["CREATED", "PAID", "CLOSED", "UNKNOWN"] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];
/** What an orders file may say of a refund; the desk's own are also waiting for their checker, or refused. */
export const REFUND_STATUSES = ["ACCEPTED", "SUCCEEDED", "FAILED", "UNKNOWN"] as const;

const channelLeg = z.strictObject({
  kind: z.literal("channel"),
  channel: z.string().min(1).max(32),
  amountMinor: amountMinorWire,
  channelTradeNo: businessNoWire.nullish(),
});
const marketingLeg = z.strictObject({
  kind: z.literal("marketing"),
  funder: z.enum(["merchant", "platform"]),
  amountMinor: amountMinorWire,
  campaign: z.string().max(64).nullish(),
});

export const orderLine = z.strictObject({
  type: z.literal("order"),
  orderNo: businessNoWire,
  merchantNo: merchantNoWire,
  asset: assetWire,
  dueMinor: positiveAmountMinorWire,
  legs: z
    .array(z.discriminatedUnion("kind", [channelLeg, marketingLeg]))
    .min(1)
    .max(10),
  status: z.enum(ORDER_STATUSES),
  createdAt: instantWire.nullish(),
  paidAt: instantWire.nullish(),
  payer: z.looseObject({ hint: z.string().max(64).nullish() }).nullish(),
});
export const refundLine = z.strictObject({
  type: z.literal("refund"),
  refundNo: businessNoWire,
  orderNo: businessNoWire,
  amountMinor: positiveAmountMinorWire,
  status: z.enum(REFUND_STATUSES),
  createdAt: instantWire.nullish(),
  succeededAt: instantWire.nullish(),
  channelRefundNo: businessNoWire.nullish(),
});
export type OrderLine = z.output<typeof orderLine>;
export type RefundLine = z.output<typeof refundLine>;
/** One line of an orders file (NDJSON). */
export const ordersFileLine = z.discriminatedUnion("type", [orderLine, refundLine]);
export type OrdersFileLine = z.output<typeof ordersFileLine>;
