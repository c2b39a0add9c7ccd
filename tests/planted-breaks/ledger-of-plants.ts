import type { WechatFixtureLine } from "@/core/statements/fixtures/write-wechat";
import type { BreakKind } from "@/core/suspense/item";

/** A break that has to be found: nothing more and nothing less. Delta in minor units of `asset`; `day` counts from 0. */
export type ExpectedBreak = {
  readonly kind: BreakKind;
  readonly itemKind: "PAYMENT" | "REFUND";
  readonly key: string;
  readonly deltaMinor: bigint;
  readonly asset: string;
  /** The day whose batch has to find it: not before the buffer is over, and not after. */
  readonly day: number;
};
/** What a batch has to count beside its breaks. */
export type ExpectedCounts = { matched: number; bufferedOurs: number; bufferedChannel: number; released: number };
/** One line of a statement; its time is filled in from the minute of its day. */
export type PlantedLine = Omit<WechatFixtureLine, "at"> & { readonly minute: number };

/**
 * Collects what the stories of a planted set write: our orders file, the channel's lines of each day, and what a batch
 * of each day has to say about them. `meet` is the whole oracle: it knows by construction who belongs to whom.
 */
export type PlantLedger = {
  readonly bufferDays: number;
  /** By the day before whose batch we hear of them. */
  readonly orders: object[][];
  readonly lines: PlantedLine[][];
  readonly breaks: ExpectedBreak[];
  readonly counts: ExpectedCounts[];
  tell(order: object, heardOn?: number): void;
  list(day: number, line: PlantedLine): void;
  /** Our item of day `ours` and the channel's line of day `line`; null where there is none. `matches` unless it is broken. */
  meet(days: { ours: number | null; line: number | null }, matches?: boolean): void;
  expect(found: Omit<ExpectedBreak, "asset"> & { asset?: string }): void;
};

export function openPlantLedger(days: number, bufferDays: number): PlantLedger {
  const counts = Array.from({ length: days }, () => ({ matched: 0, bufferedOurs: 0, bufferedChannel: 0, released: 0 }));
  const lines: PlantedLine[][] = counts.map(() => []);
  const orders: object[][] = counts.map(() => []);
  const breaks: ExpectedBreak[] = [];
  const wait = (side: "bufferedOurs" | "bufferedChannel", from: number, until: number) => {
    for (const count of counts.slice(from, Math.min(until, from + bufferDays))) count[side] += 1;
  };
  return {
    bufferDays,
    orders,
    lines,
    breaks,
    counts,
    tell: (order, heardOn = 0) => orders[heardOn]?.push(order),
    list: (day, line) => lines[day]?.push(line),
    meet({ ours, line }, matches = true) {
      const met = ours === null || line === null ? days : Math.max(ours, line);
      if (ours !== null) wait("bufferedOurs", ours, met);
      if (line !== null) wait("bufferedChannel", line, met);
      const count = counts[met];
      if (!count) return;
      if (matches) count.matched += 1;
      if (ours !== line) count.released += 1;
    },
    expect: (found) => breaks.push({ asset: "CNY", ...found }),
  };
}
