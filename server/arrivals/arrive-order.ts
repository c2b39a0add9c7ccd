import "server-only";
import type { OrderLine } from "@/contracts/orders";
import { accountingDayOf, settlementDayOf } from "@/core/calendar/settlement-day";
import { captureAmounts } from "@/core/orders/booking-amounts";
import { decideOrderArrival } from "@/core/orders/decide-arrival";
import { accept, invariant, type Result, refuse } from "@/core/result";
import type { ArrivalDesk, MerchantRow } from "@/server/arrivals/arrival-desk";
import type { ChannelRow } from "@/server/store/channels";
import type { LegRecord, OrderRecord } from "@/server/store/order-records";
import { hashInput } from "@/server/transact";

/** Takes one order line in: whether it changed anything, or why it is refused. Decides only; the desk is saved later. */
export function arriveOrder(desk: ArrivalDesk, line: OrderLine): Result<{ changed: boolean }> {
  const merchant = desk.merchants.get(line.merchantNo);
  if (!merchant) return refuse("merchant_unknown", `merchant ${line.merchantNo} is not known; set it up first`);
  const leg = line.legs.find((one) => one.kind === "channel");
  const channel = leg ? desk.channels.get(leg.channel) : null;
  if (channel === undefined) return refuse("channel_unknown", `channel ${leg?.channel} is not known; set it up first`);
  if (!desk.assets.has(line.asset)) return refuse("asset_unknown", `asset ${line.asset} is not known`);
  const known = desk.orders.get(line.orderNo) ?? null;
  const contentHash = contentHashOf(line);
  const decided = decideOrderArrival(known, line, contentHash);
  if (!decided.ok) return decided;
  const tradeNo = leg?.channelTradeNo ?? null;
  if (known?.channelTradeNo && tradeNo && known.channelTradeNo !== tradeNo) {
    return refuse("order_content_differs", `order ${line.orderNo} is known with another channel trade number`);
  }
  if (decided.value === "SAME") return accept({ changed: false });
  const order = known ?? toNewOrder(desk, line, merchant, channel, contentHash);
  if (decided.value === "NEW") {
    desk.orders.set(order.orderNo, order);
    desk.newOrders.add(order);
  } else {
    desk.changedOrders.add(order);
  }
  order.seenStatuses.push(line.status);
  order.channelTradeNo ??= tradeNo;
  // Booked before by a suspense resolution or by the channel's word: this line only confirms it, and knows the second.
  if (order.bookedBy === null) applyStatus(desk, order, line, merchant, channel);
  else if (order.bookedBy === "ARRIVAL") order.paidAt = line.paidAt ?? order.paidAt;
  return accept({ changed: true });
}

/** Gives the order the status, and where it is paid its day and the draft of its capture. */
export function applyStatus(
  desk: ArrivalDesk,
  order: OrderRecord,
  line: Pick<OrderLine, "status" | "paidAt">,
  merchant: MerchantRow,
  channel: ChannelRow | null,
): void {
  order.status = line.status;
  if (line.status !== "PAID" || !line.paidAt) return;
  order.paidAt = line.paidAt;
  order.expectedOn = channel
    ? settlementDayOf(line.paidAt, channel.timezone, channel.cutoff)
    : accountingDayOf(line.paidAt);
  order.bookedBy = "ARRIVAL";
  draftCapture(desk, order, line.paidAt, merchant, channel);
}

function draftCapture(
  desk: ArrivalDesk,
  order: OrderRecord,
  paidAt: Date,
  merchant: MerchantRow,
  channel: ChannelRow | null,
): void {
  const owner = { merchant, ...(channel ? { channel } : {}) };
  const marketing = { place: "MERCHANT_MARKETING", asset: order.asset, owner } as const;
  const legs = order.legs.map((leg) => ({ ...leg, amountMinor: leg.paidMinor }));
  const amounts = captureAmounts(legs, desk.balances.availableOf(marketing));
  const { merchantCoupon = 0n, couponShortfall = 0n, gross = 0n } = amounts;
  desk.balances.move(marketing, -merchantCoupon);
  desk.balances.move({ place: "MERCHANT_PENDING", asset: order.asset, owner }, gross - couponShortfall);
  desk.drafts.push({
    event: "order.captured",
    key: `capture:${order.orderNo}`,
    amounts,
    asset: order.asset,
    owner,
    on: accountingDayOf(paidAt),
    occurredAt: paidAt,
    objectType: "order",
    objectNo: order.orderNo,
  });
}

function toNewOrder(
  desk: ArrivalDesk,
  line: OrderLine,
  merchant: MerchantRow,
  channel: ChannelRow | null,
  contentHash: string,
): OrderRecord {
  const legs = line.legs.map((leg, index): LegRecord => {
    const common = { legNo: index + 1, paidMinor: leg.amountMinor, refundedMinor: 0n, disputedMinor: 0n };
    if (leg.kind === "channel") return { ...common, kind: "CHANNEL", funder: null, campaign: null };
    const funder = leg.funder === "merchant" ? "MERCHANT" : "PLATFORM";
    return { ...common, kind: "MARKETING", funder, campaign: leg.campaign ?? null };
  });
  const cash = legs.find((leg) => leg.kind === "CHANNEL");
  invariant((cash === undefined) === (channel === null), "an order has a channel exactly when it has a channel leg");
  return {
    orderNo: line.orderNo,
    orderedOn: accountingDayOf(line.createdAt ?? line.paidAt ?? desk.now),
    channelId: channel?.id ?? 0n,
    matchKey: line.orderNo,
    merchantId: merchant.id,
    asset: line.asset,
    dueMinor: line.dueMinor,
    channelMinor: cash?.paidMinor ?? 0n,
    contentHash,
    payerHint: line.payer?.hint ?? null,
    legs,
    status: line.status,
    seenStatuses: [],
    channelTradeNo: null,
    paidAt: null,
    expectedOn: null,
    bookedBy: null,
  };
}

/** What makes an order the same order: not its status, its times or the channel's number, which arrive later. */
function contentHashOf(line: OrderLine): string {
  const legs = line.legs.map((leg) =>
    leg.kind === "channel"
      ? ["channel", leg.channel, `${leg.amountMinor}`]
      : ["marketing", leg.funder, `${leg.amountMinor}`, leg.campaign ?? ""],
  );
  return hashInput([line.merchantNo, line.asset, `${line.dueMinor}`, legs]);
}
