import { addDays } from "@/core/calendar/settlement-day";
import type { WechatFixtureLine } from "@/core/statements/fixtures/write-wechat";
import { type Random, randomOf } from "@/tests/random";
import { BROKEN_STORIES } from "./broken-stories";
import { instantOf } from "./instant-of";
import { type ExpectedBreak, type ExpectedCounts, openPlantLedger, type PlantedLine } from "./ledger-of-plants";
import { PLAIN_STORIES } from "./plain-stories";
import { LAST_MINUTE, type Seed } from "./seed";

export type PlantedSetOptions = {
  readonly seed: number;
  /** About as many lines as the channel's statements have together. */
  readonly lines: number;
  readonly channel: string;
  readonly firstDay: string;
  readonly bufferDays: number;
  readonly timezone: string;
  readonly cutoff: string;
};
/** Everything that a batch needs, and everything that it has to find. Days count from `firstDay`. */
export type PlantedSet = PlantedSetOptions & {
  /** By the day before whose batch we hear of them. */
  readonly orders: readonly (readonly object[])[];
  readonly statements: readonly { readonly day: string; readonly lines: readonly WechatFixtureLine[] }[];
  readonly breaks: readonly ExpectedBreak[];
  readonly counts: readonly ExpectedCounts[];
};

/** News on two days; a third for what was late at night, and as many more as the channel is waited for. */
const NEWS_DAYS = 2;
const PLAIN = Object.values(PLAIN_STORIES);
const BROKEN = Object.values(BROKEN_STORIES);
/** One story in so many is broken, one in so many is not the plainest of all. */
const BROKEN_ONCE_OF = 50;
const SPECIAL_ONCE_OF = 5;

/** Pure: the same options give the same set, to the byte. Every story is told once at least, however small the set is. */
export function buildPlantedSet(options: PlantedSetOptions): PlantedSet {
  const random = randomOf(options.seed);
  const days = NEWS_DAYS + Math.max(1, options.bufferDays);
  const ledger = openPlantLedger(days, options.bufferDays);
  const stories = [...PLAIN, ...BROKEN];
  const lineCount = () => ledger.lines.reduce((sum, lines) => sum + lines.length, 0);
  for (let index = 0; index < stories.length || lineCount() < options.lines; index += 1) {
    const story = stories[index] ?? pickStory(random);
    story(seedOf(options, ledger, random, index));
  }
  return {
    ...options,
    orders: ledger.orders,
    statements: ledger.lines.map((lines, day) => ({
      day: addDays(options.firstDay, day),
      lines: shuffle(random, lines).map((line) => toFixtureLine(options, day, line)),
    })),
    breaks: ledger.breaks,
    counts: ledger.counts,
  };
}

function pickStory(random: Random): (seed: Seed) => void {
  if (random.once(BROKEN_ONCE_OF)) return random.pick(BROKEN);
  return random.once(SPECIAL_ONCE_OF) ? random.pick(PLAIN) : PLAIN_STORIES.plain;
}

function seedOf(options: PlantedSetOptions, ledger: Seed["ledger"], random: Random, index: number): Seed {
  return {
    no: `P${options.seed}X${`${index}`.padStart(6, "0")}`,
    channel: options.channel,
    // Few sums and busy minutes, so that many payments look like each other.
    amountMinor: BigInt(random.pick([990, 1_990, 2_000, 4_995, 10_000, 12_345])) + BigInt(random.below(3)),
    day: random.below(NEWS_DAYS),
    minute: random.below(LAST_MINUTE),
    random,
    ledger,
    instant: (day, minute) => instantOf(options, addDays(options.firstDay, day), minute),
  };
}

/** WeChat writes Shanghai's time; which statement a line stands in is what counts. */
function toFixtureLine(options: PlantedSetOptions, day: number, { minute, ...line }: PlantedLine): WechatFixtureLine {
  const time = [Math.floor(minute / 60), minute % 60].map((part) => `${part}`.padStart(2, "0")).join(":");
  return { ...line, at: `${addDays(options.firstDay, day)} ${time}:07` };
}

export function shuffle<T>(random: Random, list: readonly T[]): T[] {
  const shuffled = [...list];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
  }
  return shuffled;
}
