import { sumMinor } from "@/core/money/money";
import { type RefundableLeg, splitRefund } from "@/core/refunds/split-refund";
import { invariant } from "@/core/result";
import type { DemoOrder, DemoRefund, Facts, RefundStatus } from "./demo-types";
import { configOf, type DemoWorld, isCovered } from "./demo-world";
import { factsOf } from "./facts";
import { type Moment, momentAfter } from "./moment";
import type { Random } from "./random";
import { lineOfRefund } from "./statement-line";

/** A little over the 4% that are wanted: refunds that would fall after the last day don't happen. */
const REFUNDED_PER_MILLE = 48;
const FAILED_PER_MILLE = 25;
const ACCEPTED_PER_MILLE = 15;
const MAX_PARTS = 3;

/** What is left on the legs of an order while it is refunded, the channel leg first. */
export function refundableLegsOf(order: DemoOrder): RefundableLeg[] {
  const channelLeg = { kind: "CHANNEL" as const, paidMinor: order.cashMinor, refundedMinor: 0n };
  const marketingLegs = order.marketing.map(({ amountMinor }) => {
    return { kind: "MARKETING" as const, paidMinor: amountMinor, refundedMinor: 0n };
  });
  return [channelLeg, ...marketingLegs];
}

function refundedLegs(legs: readonly RefundableLeg[], parts: readonly bigint[]): RefundableLeg[] {
  return legs.map((leg, index) => ({ ...leg, refundedMinor: leg.refundedMinor + (parts[index] ?? 0n) }));
}

/** Ordinary refunds of a day's orders: in full or in part, once or several times, the same day or days later. */
export function buildRefunds(world: DemoWorld, random: Random, orders: readonly DemoOrder[]): Facts {
  const facts = factsOf({});
  for (const order of orders) {
    if (order.status !== "PAID" || order.cashMinor === 0n || !random.chance(REFUNDED_PER_MILLE)) continue;
    for (const refund of drawRefundsOf(world, random, order)) {
      facts.refunds.push(refund);
      const stands = refund.status === "SUCCEEDED" && refund.cashMinor > 0n;
      if (stands) facts.lines.push(lineOfRefund(refund, configOf(order.channel)));
    }
  }
  return facts;
}

/** One refund, split over the legs by the merchant's policy, and the legs as they are after it. */
export function buildRefund(
  world: DemoWorld,
  order: DemoOrder,
  legs: readonly RefundableLeg[],
  given: { amountMinor: bigint; at: Moment; status: RefundStatus },
): { refund: DemoRefund; legsAfter: RefundableLeg[] } {
  const parts = splitRefund(given.amountMinor, legs, order.merchant.config.marketingPolicy);
  const [cashMinor] = parts;
  invariant(cashMinor !== undefined, "a refunded order has a channel leg");
  const refundNo = world.numbering.nextRefundNo(given.at);
  // Where marketing money alone goes back, the channel never hears of it.
  const refundTradeNo = cashMinor > 0n ? world.numbering.nextRefundTradeNo(order.channel, given.at) : null;
  return { refund: { refundNo, order, cashMinor, refundTradeNo, ...given }, legsAfter: refundedLegs(legs, parts) };
}

function drawRefundsOf(world: DemoWorld, random: Random, order: DemoOrder): DemoRefund[] {
  let legs = refundableLegsOf(order);
  const parts = random.chance(120) ? random.intBetween(2, MAX_PARTS) : 1;
  const refunds: DemoRefund[] = [];
  let at = order.at;
  for (let part = 1; part <= parts; part += 1) {
    at = momentAfter(at, drawDelaySeconds(random));
    const leftMinor = sumMinor(legs.map((leg) => leg.paidMinor - leg.refundedMinor));
    if (!isCovered(world, configOf(order.channel), at) || leftMinor === 0n) break;
    const amountMinor = drawAmount(random, leftMinor, parts === 1 ? 600 : part === parts ? 700 : 0);
    // Only a single refund may fail or hang: a failed one frees its legs again, which would change the split of the next.
    const status = parts === 1 ? drawRefundStatus(random) : "SUCCEEDED";
    const { refund, legsAfter } = buildRefund(world, order, legs, { amountMinor, at, status });
    refunds.push(refund);
    legs = legsAfter;
  }
  return refunds;
}

/** Within hours in half of the cases, else one to three days later; never under a minute, which channels refuse. */
function drawDelaySeconds(random: Random): number {
  if (random.chance(500)) return random.intBetween(300, 6 * 3600);
  return random.intBetween(1, 3) * 86_400 + random.intBetween(-6 * 3600, 6 * 3600);
}

/** All that is left, or a fifth to four fifths of it, in whole yuan where that is not nothing. */
function drawAmount(random: Random, leftMinor: bigint, fullPerMille: number): bigint {
  if (random.chance(fullPerMille)) return leftMinor;
  const part = (leftMinor * BigInt(random.intBetween(20, 80))) / 100n;
  const wholeYuan = (part / 100n) * 100n;
  if (wholeYuan > 0n) return wholeYuan;
  return part > 0n ? part : leftMinor;
}

function drawRefundStatus(random: Random): RefundStatus {
  if (random.chance(FAILED_PER_MILLE)) return "FAILED";
  return random.chance(ACCEPTED_PER_MILLE) ? "ACCEPTED" : "SUCCEEDED";
}
