import type { RefundPolicy } from "@/core/refunds/split-refund";
import type { Moment } from "./moment";

export type ChannelCode = "wechat" | "alipay" | "unionpay";

/** One object of the file that `desk channel set` reads. */
export type ChannelConfig = {
  code: ChannelCode;
  name: string;
  format: "wechat-trade" | "alipay-trade" | "unionpay-zm";
  timezone: string;
  cutoff: string;
  statementLagDays: number;
  bufferDays: number;
  refundWindowDays: number;
  settles: "NET" | "GROSS";
  remitLagDays: number;
  costBps: number;
  bankAccount: string;
};

/** One object of the file that `desk merchant set` reads. */
export type MerchantConfig = {
  merchantNo: string;
  name: string;
  feeBps: number;
  settlementCycle: string;
  autoPayout: boolean;
  marketingPolicy: RefundPolicy;
  test: boolean;
  payee: { name: string; bank: string; account: string };
  shares: { merchantNo: string; bps: number }[];
};

export type OrderStatus = "CREATED" | "PAID" | "CLOSED" | "UNKNOWN";
export type RefundStatus = "ACCEPTED" | "SUCCEEDED" | "FAILED" | "UNKNOWN";
export type Funder = "merchant" | "platform";

export type LegLine =
  | { kind: "channel"; channel: ChannelCode; amountMinor: string; channelTradeNo?: string }
  | { kind: "marketing"; funder: Funder; amountMinor: string; campaign: string };

/** One line of the orders file (NDJSON) of docs/interfaces. */
export type OrderLine =
  | {
      type: "order";
      orderNo: string;
      merchantNo: string;
      asset: string;
      dueMinor: string;
      legs: LegLine[];
      status: OrderStatus;
      createdAt?: string;
      paidAt?: string;
      payer: { hint: string };
    }
  | {
      type: "refund";
      refundNo: string;
      orderNo: string;
      amountMinor: string;
      status: RefundStatus;
      createdAt?: string;
      succeededAt?: string;
      channelRefundNo?: string;
    };

type SideTotals = { count: number; amountMinor: bigint; feeMinor: bigint };

/** Amounts are positive on both sides; the fee of refunds is negative, since it is given back. */
export type StatementTotals = { payments: SideTotals; refunds: SideTotals };

export type StatementFile = {
  channel: ChannelCode;
  date: string;
  fileName: string;
  bytes: Uint8Array;
  totals: StatementTotals;
};

/** A merchant with what the generator needs to make its orders believable. */
export type MerchantProfile = {
  config: MerchantConfig;
  shortName: string;
  categoryCode: string;
  lowPriceMinor: bigint;
  highPriceMinor: bigint;
  /** From the cheapest to the dearest. */
  products: readonly string[];
};

export type MarketingLeg = { funder: Funder; amountMinor: bigint; campaign: string };

/** An order as our side knows it. `cashMinor` is the channel leg; 0 where coupons paid all of it. */
export type DemoOrder = {
  orderNo: string;
  merchant: MerchantProfile;
  channel: ChannelCode;
  dueMinor: bigint;
  cashMinor: bigint;
  marketing: readonly MarketingLeg[];
  status: OrderStatus;
  at: Moment;
  tradeNo: string;
  payerHint: string;
  productName: string;
};

export type DemoRefund = {
  refundNo: string;
  order: DemoOrder;
  amountMinor: bigint;
  cashMinor: bigint;
  status: RefundStatus;
  at: Moment;
  /** The channel's own number of the refund; Alipay gives none. */
  refundTradeNo: string | null;
};

export type ItemKind = "PAYMENT" | "REFUND";

/** A line as the channel's statement has it, before it is put into the channel's own bytes. */
export type StatementLine = {
  channel: ChannelCode;
  itemKind: ItemKind;
  orderNo: string;
  refundNo: string | null;
  tradeNo: string;
  refundTradeNo: string | null;
  /** Always positive: the kind carries the direction. */
  amountMinor: bigint;
  /** What the channel keeps; negative where it gives a fee back. */
  feeMinor: bigint;
  asset: string;
  at: Moment;
  /** When the payment was made, also on a refund's line. */
  paidAt: Moment;
  settlesOn: string;
  merchant: MerchantProfile;
  productName: string;
  payerHint: string;
};

export type BreakKind =
  | "LONG"
  | "SHORT"
  | "AMOUNT_MISMATCH"
  | "STATUS_MISMATCH"
  | "FEE_MISMATCH"
  | "ASSET_MISMATCH"
  | "DUPLICATE";

export type DefectKind = BreakKind | "DAY_CUT";

/** What was planted, and what reconciliation has to make of it. One per expected break row. */
export type PlantedDefect = {
  kind: DefectKind;
  itemKind: ItemKind;
  channel: ChannelCode;
  /** Our order, or null where we have none. */
  orderNo: string | null;
  refundNo: string | null;
  /** Our order number for a payment, our refund number for a refund, as the file's merchant number column has it. */
  key: string;
  /** The channel's signed amount minus ours, refunds counting negative; 0 for a day-cut, which is no difference. */
  deltaMinor: bigint;
  asset: string;
  /** The batch in which it becomes a break; null for a day-cut and for what is still buffered after the last day. */
  brokenOn: string | null;
  /** The statement date of the first batch that sees it. */
  seenOn: string;
  /** Which side waits in the buffer meanwhile; null for what is a break at once. */
  bufferedSide: "OURS" | "CHANNEL" | null;
  /** The batch in which a day-cut's twin arrives. */
  releasedOn: string | null;
  note: string;
};

/** A piece of the demo company's history, as both sides saw it. Pieces are only ever added together. */
export type Facts = {
  orders: DemoOrder[];
  refunds: DemoRefund[];
  lines: StatementLine[];
  labels: PlantedDefect[];
};
