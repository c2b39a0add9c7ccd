import { addDays } from "@/core/calendar/settlement-day";
import { buildPaidOrder, drawPrice } from "../demo-orders";
import { buildRefund, refundableLegsOf } from "../demo-refunds";
import type { ChannelConfig, DemoOrder, DemoRefund, PlantedDefect, RefundStatus, StatementLine } from "../demo-types";
import type { DemoWorld } from "../demo-world";
import { type Moment, momentAfter } from "../moment";
import type { Random } from "../random";
import { keyOf } from "../statement-line";

/** Where a defect is planted. `turn` goes round, so that the variants of a kind take turns over days and channels. */
export type DefectSite = { world: DemoWorld; random: Random; channel: ChannelConfig; day: string; turn: number };

/** At the lowest contract rate the fee on this much is 10 fen or more, so that it can also be too low. */
const LOWEST_DUE_MINOR = 5_000n;
const LARGE_PER_MILLE = 60;

/** A paid order of its own for the defect, in the morning and far from any cut-off, so that nothing else touches it. */
export function buildDefectOrder(site: DefectSite, at: Moment = drawMorning(site)): DemoOrder {
  const isLarge = site.random.chance(LARGE_PER_MILLE);
  const merchant = isLarge ? site.world.pickDearMerchant(site.random) : site.world.pickDefectMerchant(site.random);
  const drawnMinor = isLarge
    ? site.random.minorBetween((merchant.highPriceMinor * 9n) / 10n, merchant.highPriceMinor)
    : drawPrice(site.random, merchant);
  const dueMinor = drawnMinor < LOWEST_DUE_MINOR ? LOWEST_DUE_MINOR + drawnMinor : drawnMinor;
  return buildPaidOrder(site.world, site.random, { merchant, channel: site.channel, at, dueMinor });
}

/** A refund of all or half of the order, some hours later on the same day. */
export function buildDefectRefund(site: DefectSite, order: DemoOrder, status: RefundStatus = "SUCCEEDED"): DemoRefund {
  const amountMinor = site.random.chance(500) ? order.dueMinor : order.dueMinor / 2n;
  const at = momentAfter(order.at, site.random.intBetween(3600, 6 * 3600));
  return buildRefund(site.world, order, refundableLegsOf(order), { amountMinor, at, status }).refund;
}

/** The first batch in which what stands alone on this site's day is no longer merely waiting; null when there is none. */
export function brokenAfterBuffer(site: DefectSite): string | null {
  const due = addDays(site.day, site.channel.bufferDays);
  return site.world.days.find((day) => day >= due) ?? null;
}

/** The day's next statement, whatever days lie between. */
export function nextStatementDay(site: DefectSite): string | null {
  return site.world.days.find((day) => day > site.day) ?? null;
}

/** Whether a statement exists for the very next calendar day. */
export function isNextDayCovered(site: DefectSite): boolean {
  return nextStatementDay(site) === addDays(site.day, 1);
}

/** What a label of this site says unless it says otherwise: a break at once, in the day's own batch. */
export function labelOf(
  site: DefectSite,
  line: StatementLine,
  given: Pick<PlantedDefect, "kind" | "deltaMinor" | "note"> & Partial<PlantedDefect>,
): PlantedDefect {
  return {
    itemKind: line.itemKind,
    channel: site.channel.code,
    orderNo: line.orderNo,
    refundNo: line.refundNo,
    key: keyOf(line),
    asset: "CNY",
    brokenOn: site.day,
    seenOn: site.day,
    bufferedSide: null,
    releasedOn: null,
    ...given,
  };
}

function drawMorning(site: DefectSite): Moment {
  return { day: site.day, second: site.random.intBetween(8 * 3600, 13 * 3600) };
}
