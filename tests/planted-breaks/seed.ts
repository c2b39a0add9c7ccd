import { feeOf } from "@/core/money/money";
import type { Random } from "@/tests/random";
import type { PlantedLine, PlantLedger } from "./ledger-of-plants";

export const COST_BPS = 60;
/** Minutes of a channel's day; the last one is where days are cut. */
export const LAST_MINUTE = 1_439;

/** One story's ground: its number, its money, its day and minute, and where it writes. */
export type Seed = {
  readonly no: string;
  readonly channel: string;
  readonly amountMinor: bigint;
  readonly day: number;
  readonly minute: number;
  readonly random: Random;
  readonly ledger: PlantLedger;
  /** RFC 3339 with offset: that minute of the channel's day. */
  instant(day: number, minute: number): string;
};

type OrderMore = {
  readonly no?: string;
  readonly status?: "CREATED" | "PAID" | "CLOSED" | "UNKNOWN";
  readonly day?: number;
  readonly minute?: number;
  readonly couponMinor?: bigint;
  readonly funder?: "merchant" | "platform";
  readonly tradeNo?: string | null;
  readonly heardOn?: number;
};

/** Our order; paid unless it says otherwise. */
export function tellOrder(seed: Seed, more: OrderMore = {}): void {
  const { status = "PAID", couponMinor = 0n, no = seed.no, tradeNo = null } = more;
  const at = seed.instant(more.day ?? seed.day, more.minute ?? seed.minute);
  const cash = { kind: "channel", channel: seed.channel, amountMinor: `${seed.amountMinor}`, channelTradeNo: tradeNo };
  const coupon = { kind: "marketing", funder: more.funder ?? "merchant", amountMinor: `${couponMinor}` };
  const order = {
    type: "order",
    orderNo: no,
    merchantNo: "M1",
    asset: "CNY",
    dueMinor: `${seed.amountMinor + couponMinor}`,
    legs: couponMinor > 0n ? [cash, coupon] : [cash],
    status,
    ...(status === "PAID" ? { paidAt: at } : { createdAt: at }),
  };
  seed.ledger.tell(order, more.heardOn);
}

export type RefundStatus = "ACCEPTED" | "SUCCEEDED" | "FAILED" | "UNKNOWN";
type RefundMore = {
  readonly status?: RefundStatus;
  readonly amountMinor: bigint;
  readonly day?: number;
  readonly channelRefundNo?: string;
  readonly heardOn?: number;
};

export function refundNoOf(seed: Seed): string {
  return `${seed.no}R`;
}

/** Our refund of the story's order. `amountMinor` counts coupons in. */
export function tellRefund(seed: Seed, more: RefundMore): void {
  const { status = "SUCCEEDED", amountMinor, channelRefundNo } = more;
  const at = seed.instant(more.day ?? seed.day, seed.minute);
  const told = {
    type: "refund",
    refundNo: refundNoOf(seed),
    orderNo: seed.no,
    amountMinor: `${amountMinor}`,
    status,
    ...(status === "SUCCEEDED" ? { succeededAt: at } : { createdAt: at }),
    ...(channelRefundNo === undefined ? {} : { channelRefundNo }),
  };
  seed.ledger.tell(told, more.heardOn);
}

type LineMore = Partial<PlantedLine> & { readonly surplusFeeMinor?: bigint };

/** The channel's payment line, at the contract's fee unless it says otherwise. */
export function payment(seed: Seed, more: LineMore = {}): PlantedLine {
  const { surplusFeeMinor = 0n, ...cells } = more;
  const amountMinor = cells.amountMinor ?? seed.amountMinor;
  const feeMinor = feeOf(amountMinor, COST_BPS) + surplusFeeMinor;
  const line = { status: "SUCCESS" as const, orderNo: seed.no, tradeNo: `T${seed.no}`, minute: seed.minute };
  return { ...line, amountMinor, feeE5: feeMinor * 1_000n, ...cells };
}

/** The channel's refund line: the fee comes back, and nothing where the refund failed. */
export function refund(seed: Seed, more: LineMore & { readonly amountMinor: bigint }): PlantedLine {
  const { surplusFeeMinor = 0n, ...cells } = more;
  const feeMinor = cells.refundStatus === "FAIL" ? 0n : surplusFeeMinor - feeOf(cells.amountMinor, COST_BPS);
  const numbers = {
    orderNo: seed.no,
    tradeNo: `T${seed.no}`,
    refundNo: refundNoOf(seed),
    channelRefundNo: `C${seed.no}`,
  };
  return { status: "REFUND", minute: seed.minute, ...numbers, feeE5: feeMinor * 1_000n, ...cells };
}
