import { addDays } from "@/core/calendar/settlement-day";
import { invariant } from "@/core/result";
import { DEMO_CHANNELS } from "./demo-channels";
import { buildMerchants } from "./demo-merchants";
import type { ChannelConfig, MerchantProfile } from "./demo-types";
import { type Moment, settlementDayOf } from "./moment";
import { createNumbering, type Numbering } from "./numbering";
import type { Random } from "./random";

/** Who and what is there before the first order, and the numbers that all orders share. */
export type DemoWorld = {
  days: readonly string[];
  merchants: readonly MerchantProfile[];
  numbering: Numbering;
  pickChannel(random: Random): ChannelConfig;
  /** By size: a few large merchants make most of the orders (Zipf). */
  pickMerchant(random: Random): MerchantProfile;
  /** Any but the test merchants, all alike: defects should not all sit with the largest one. */
  pickDefectMerchant(random: Random): MerchantProfile;
  /** One of those that sell the dearest things: some defects have to be large enough for the highest approval. */
  pickDearMerchant(random: Random): MerchantProfile;
};

export function buildDemoWorld(random: Random, days: readonly string[], merchantCount: number): DemoWorld {
  invariant(days.length > 0, "at least one day");
  invariant(
    days.every((day, index) => addDays(day, 0) === day && (index === 0 || day > (days[index - 1] ?? ""))),
    "days are calendar days in ascending order",
  );
  const merchants = buildMerchants(random.fork("merchants"), merchantCount);
  const trading = merchants.filter((merchant) => !merchant.config.test);
  const highest = trading.reduce((high, { highPriceMinor }) => maxMinor(highPriceMinor, high), 0n);
  const dearest = trading.filter((merchant) => merchant.highPriceMinor === highest);
  const pickRank = createZipfPicker(merchants.length);
  return {
    days,
    merchants,
    numbering: createNumbering(random.fork("numbering")),
    pickChannel,
    pickMerchant: (stream) => merchants[pickRank(stream)] ?? stream.pick(merchants),
    pickDefectMerchant: (stream) => stream.pick(trading),
    pickDearMerchant: (stream) => stream.pick(dearest),
  };
}

export function configOf(channel: ChannelConfig["code"]): ChannelConfig {
  const found = DEMO_CHANNELS.find((candidate) => candidate.config.code === channel);
  invariant(found, `${channel} is a demo channel`);
  return found.config;
}

/**
 * Whether what happens at `at` stands in one of the demo's statements, or in the one after the last day. Before a gap in
 * the days (a weekend), nothing may fall past the cut-off: its statement would never come.
 */
export function isCovered(world: DemoWorld, channel: ChannelConfig, at: Moment): boolean {
  if (!world.days.includes(at.day)) return false;
  return at.day === world.days.at(-1) || world.days.includes(settlementDayOf(at, channel.cutoff));
}

/** Math.max takes no bigint. */
function maxMinor(left: bigint, right: bigint): bigint {
  if (left > right) return left;
  return right;
}

function pickChannel(random: Random): ChannelConfig {
  let draw = random.intBetween(1, 100);
  for (const { sharePercent, config } of DEMO_CHANNELS) {
    draw -= sharePercent;
    if (draw <= 0) return config;
  }
  return DEMO_CHANNELS[0].config;
}

/** Rank k is chosen in proportion to 1 / (k + 4): the largest of 200 merchants makes about one order in twenty. */
function createZipfPicker(count: number): (random: Random) => number {
  const cumulative: number[] = [];
  let total = 0;
  for (let rank = 0; rank < count; rank += 1) {
    total += Math.floor(1_000_000 / (rank + 5));
    cumulative.push(total);
  }
  return (random) => {
    const draw = random.intBetween(1, total);
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] ?? total) >= draw) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
