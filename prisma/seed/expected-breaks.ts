import type { BreakKind, ChannelCode, PlantedDefect } from "./demo-types";

export type ExpectedBreak = { kind: BreakKind; key: string; deltaMinor: bigint; asset: string };

/** The breaks that the newest batch of this channel and statement date must list, no more and no less. */
export function expectedBreaks(labels: readonly PlantedDefect[], channel: ChannelCode, date: string): ExpectedBreak[] {
  const breaks: ExpectedBreak[] = [];
  for (const { kind, key, deltaMinor, asset, ...label } of labels) {
    if (kind === "DAY_CUT" || label.channel !== channel || label.brokenOn !== date) continue;
    breaks.push({ kind, key, deltaMinor, asset });
  }
  return breaks.sort(compareBreaks);
}

/** By kind, key and asset: what comes out of the product has to be sorted in the same way before it is compared. */
export function compareBreaks(left: ExpectedBreak, right: ExpectedBreak): number {
  return compareText(left.kind, right.kind) || compareText(left.key, right.key) || compareText(left.asset, right.asset);
}

/** The keys that still wait for their twins after the batch of this channel and date, sorted, per side. */
export function expectedBuffered(labels: readonly PlantedDefect[], channel: ChannelCode, date: string) {
  const waiting = labels.filter(
    (label) =>
      label.channel === channel &&
      label.seenOn <= date &&
      (label.brokenOn === null || label.brokenOn > date) &&
      (label.releasedOn === null || label.releasedOn > date),
  );
  const keysOf = (side: PlantedDefect["bufferedSide"]) =>
    waiting
      .filter((label) => label.bufferedSide === side)
      .map((label) => label.key)
      .sort(compareText);
  return { ours: keysOf("OURS"), channel: keysOf("CHANNEL") };
}

/** The keys that waited in the buffer and find their twins in this batch, sorted. */
export function expectedReleased(labels: readonly PlantedDefect[], channel: ChannelCode, date: string): string[] {
  return labels
    .filter((label) => label.channel === channel && label.releasedOn === date)
    .map((label) => label.key)
    .sort(compareText);
}

/** By code unit, as PostgreSQL's "C" collation has it for these keys; a locale's order would differ between machines. */
function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
