import { sumMinor } from "@/core/money/money";
import type { ChannelConfig, DemoOrder, Facts, MarketingLeg, MerchantProfile, OrderStatus } from "./demo-types";
import { type DemoWorld, isCovered } from "./demo-world";
import { factsOf } from "./facts";
import type { Moment } from "./moment";
import type { Random } from "./random";
import { lineOfPayment } from "./statement-line";

/** How many orders an hour takes, relatively: quiet nights, a peak at noon and a higher one in the evening. */
const HOUR_WEIGHTS = [4, 2, 1, 1, 1, 2, 6, 14, 22, 30, 38, 52, 60, 46, 36, 34, 38, 46, 58, 62, 54, 40, 24, 11] as const;
const HOUR_WEIGHT_SUM = HOUR_WEIGHTS.reduce<number>((sum, weight) => sum + weight, 0);

const COUPON_PER_MILLE = 220;
const FULL_COUPON_PER_MILLE = 2;
const COUPON_FROM_DUE_MINOR = 500n;
const CAMPAIGNS = ["SPRING-FAIR", "MEMBER-DAY", "NEW-CUSTOMER", "NIGHT-MARKET"] as const;

export type OrderRequest = { merchant: MerchantProfile; channel: ChannelConfig; at: Moment; dueMinor?: bigint };

/** A day of ordinary orders: whatever is paid stands in the channel's statement with the same amount and time. */
export function buildDayOrders(world: DemoWorld, random: Random, day: string, count: number): Facts {
  const facts = factsOf({});
  for (let index = 0; index < count; index += 1) {
    const channel = world.pickChannel(random);
    const request = { merchant: world.pickMerchant(random), channel, at: drawMoment(world, random, channel, day) };
    const order = random.chance(FULL_COUPON_PER_MILLE)
      ? buildFullCouponOrder(world, random, request)
      : { ...buildPaidOrder(world, random, request), status: drawStatus(random) };
    facts.orders.push(order);
    if (order.status === "PAID" && order.cashMinor > 0n) facts.lines.push(lineOfPayment(order, channel));
  }
  return facts;
}

/** A paid order whose channel leg is never empty. */
export function buildPaidOrder(world: DemoWorld, random: Random, request: OrderRequest): DemoOrder {
  const { merchant, channel, at } = request;
  const dueMinor = request.dueMinor ?? drawPrice(random, merchant);
  const marketing = drawCoupons(random, dueMinor);
  return {
    orderNo: world.numbering.nextOrderNo(at),
    merchant,
    channel: channel.code,
    dueMinor,
    cashMinor: dueMinor - sumMinor(marketing.map((leg) => leg.amountMinor)),
    marketing,
    status: "PAID",
    at,
    tradeNo: world.numbering.nextTradeNo(channel.code, at),
    payerHint: drawPayerHint(random, channel.code),
    productName: productAt(merchant, dueMinor),
  };
}

/** To the sixth power, so that most prices lie near the low end of the range; shop prices end in .00 or .90. */
export function drawPrice(random: Random, merchant: MerchantProfile): bigint {
  const position = BigInt(random.intBetween(0, 1000));
  const span = merchant.highPriceMinor - merchant.lowPriceMinor;
  const price = merchant.lowPriceMinor + (span * position ** 6n) / 1000n ** 6n;
  if (price < 1_000n || random.chance(150)) return price;
  return (price / 100n) * 100n + (random.chance(300) ? 90n : 0n);
}

/** What the merchant sells for about this much. */
function productAt(merchant: MerchantProfile, priceMinor: bigint): string {
  const [cheap = "", middle = cheap, dear = middle] = merchant.products;
  const spanMinor = merchant.highPriceMinor - merchant.lowPriceMinor;
  if (priceMinor < merchant.lowPriceMinor + spanMinor / 20n) return cheap;
  return priceMinor < merchant.lowPriceMinor + spanMinor / 4n ? middle : dear;
}

function buildFullCouponOrder(world: DemoWorld, random: Random, request: OrderRequest): DemoOrder {
  const order = buildPaidOrder(world, random, request);
  const leg: MarketingLeg = { funder: "platform", amountMinor: order.dueMinor, campaign: "GIFT-CARD" };
  return { ...order, cashMinor: 0n, marketing: [leg] };
}

function drawStatus(random: Random): OrderStatus {
  const draw = random.intBetween(1, 1000);
  if (draw <= 25) return "CREATED";
  return draw <= 45 ? "CLOSED" : "PAID";
}

/** Coupons of 3 to 25% of the price, funded by the merchant, the platform, or each in part. */
function drawCoupons(random: Random, dueMinor: bigint): MarketingLeg[] {
  if (dueMinor < COUPON_FROM_DUE_MINOR || !random.chance(COUPON_PER_MILLE)) return [];
  const campaign = random.pick(CAMPAIGNS);
  const couponMinor = (dueMinor * BigInt(random.intBetween(3, 25))) / 100n;
  if (random.chance(100)) {
    const merchantMinor = couponMinor / 2n;
    return [
      { funder: "merchant", amountMinor: merchantMinor, campaign },
      { funder: "platform", amountMinor: couponMinor - merchantMinor, campaign },
    ];
  }
  return [{ funder: random.chance(650) ? "merchant" : "platform", amountMinor: couponMinor, campaign }];
}

function drawMoment(world: DemoWorld, random: Random, channel: ChannelConfig, day: string): Moment {
  let draw = random.intBetween(1, HOUR_WEIGHT_SUM);
  const hour = HOUR_WEIGHTS.findIndex((weight) => {
    draw -= weight;
    return draw <= 0;
  });
  const at = { day, second: hour * 3600 + random.intBetween(0, 3599) };
  return isCovered(world, channel, at) ? at : { day, second: random.intBetween(9 * 3600, 20 * 3600) };
}

function drawPayerHint(random: Random, channel: ChannelConfig["code"]): string {
  const digits = (count: number) => `${random.intBetween(0, 10 ** count - 1)}`.padStart(count, "0");
  switch (channel) {
    case "wechat":
      return `o2RW${random.nextUint32().toString(36)}…`;
    case "alipay":
      return `1${digits(2)}****${digits(4)}`;
    case "unionpay":
      return `622999*********${digits(4)}`;
  }
}
