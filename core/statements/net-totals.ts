import { toDecimalString } from "@/core/money/parse-money";
import { currencyScale } from "./currency-scale";
import type { Disagreement } from "./refuse-statement";
import type { OtherTotals } from "./statement";

/** A file with more payouts or batches than this in it is not a channel's. */
const MAX_GROUPS = 10_000;
const MAX_KINDS = 500;

/** What the rows of one payout or batch in one currency add up to: in all, and of the kinds that are no lines. */
export type NetGroup = { name: string; asset: string; netMinor: bigint; ofKind: Map<string, bigint> };

/** Signed sums of a file whose rows have to add up to nothing per group and currency. */
export class NetTotals {
  private readonly byGroup = new Map<string, NetGroup>();
  private readonly byKind = new Map<string, OtherTotals>();

  /** False when the file has more groups or kinds than a channel's file can have. */
  add(group: string, asset: string, kind: string, netMinor: bigint, isLine: boolean): boolean {
    const key = `${asset} ${group}`;
    const found = this.byGroup.get(key) ?? { name: group, asset, netMinor: 0n, ofKind: new Map<string, bigint>() };
    found.netMinor += netMinor;
    this.byGroup.set(key, found);
    if (isLine) return this.byGroup.size <= MAX_GROUPS;
    found.ofKind.set(kind, (found.ofKind.get(kind) ?? 0n) + netMinor);
    this.addOther(kind, asset, netMinor);
    return this.byGroup.size <= MAX_GROUPS && this.byKind.size <= MAX_KINDS;
  }

  /** What is no line of the statement and belongs to no group, so that lines and others together are nothing. */
  addOther(kind: string, asset: string, netMinor: bigint): void {
    const kindKey = `${asset} ${kind}`;
    const other = this.byKind.get(kindKey) ?? { kind, asset, count: 0, netMinor: 0n };
    other.count += 1;
    other.netMinor += netMinor;
    this.byKind.set(kindKey, other);
  }

  groups(): readonly NetGroup[] {
    return [...this.byGroup.values()];
  }

  groupsWithout(kind: string): readonly NetGroup[] {
    return this.groups().filter((group) => !group.ofKind.has(kind));
  }

  others(): readonly OtherTotals[] {
    return [...this.byKind.values()];
  }
}

/**
 * What is wrong with a group that is not nothing: what its payout rows (of `payoutKind`) say, and what its other rows come
 * to. `field` and `payout` are what people call the group and its payout.
 */
export function compareWithPayout(
  { asset, netMinor, ofKind }: NetGroup,
  payoutKind: string,
  { field, payout }: { readonly field: string; readonly payout: string },
): Disagreement[] {
  if (netMinor === 0n) return [];
  const say = (minor: bigint) => `${toDecimalString(minor, currencyScale(asset) ?? 2)} ${asset}`;
  const paidMinor = ofKind.get(payoutKind) ?? 0n;
  return [
    {
      field,
      footer: `${payout} of ${say(-paidMinor)}`,
      lines: `${say(netMinor - paidMinor)} in its other rows`,
      figures: { name: field, footer: say(-paidMinor), lines: say(netMinor - paidMinor) },
    },
  ];
}
