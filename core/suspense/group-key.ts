import { invariant } from "@/core/result";
import { BREAK_KINDS, type BreakKind, type Direction } from "./item";

/** What says "one cause" for items of a kind: an equal difference, an equal pair of statuses, or one minute. */
export const GROUPED_BY: Record<BreakKind, GroupedBy> = {
  LONG: "MINUTE",
  SHORT: "MINUTE",
  DUPLICATE: "MINUTE",
  STATUS_MISMATCH: "STATUS",
  AMOUNT_MISMATCH: "DELTA",
  FEE_MISMATCH: "DELTA",
  ASSET_MISMATCH: "DELTA",
};
export type GroupedBy = "DELTA" | "STATUS" | "MINUTE";

/** What an item's group is made of. `ours` and `line` are the statuses that its break was found with. */
export type GroupFacts = {
  readonly channelId: bigint;
  readonly kind: BreakKind;
  readonly itemKind: "PAYMENT" | "REFUND";
  readonly direction: Direction;
  readonly asset: string;
  /** Minor units of `asset`, positive. */
  readonly amountMinor: bigint;
  readonly oursStatus: string | null;
  readonly lineStatus: string | null;
  /** When it happened, RFC 3339 in UTC; the accounting day where no time is known. */
  readonly happenedAt: string;
};
export type GroupKey = Pick<GroupFacts, "channelId" | "kind" | "itemKind" | "direction" | "asset"> & {
  readonly by: GroupedBy;
  /** An amount in minor units, `OURS>LINE`, or a minute as `YYYY-MM-DDTHH:MMZ`. */
  readonly value: string;
};

const SHAPE = /^(\d+)\|([A-Z_]+)\|(PAYMENT|REFUND)\|(LONG|SHORT)\|([A-Z0-9.]+)\|(DELTA|STATUS|MINUTE)\|([^|]+)$/;

/**
 * The key that similar items share. The database computes the same one when it stores an item (`suspense_group_key`),
 * whoever opens it, so that the queue is grouped by reading one index.
 */
export function groupKeyOf(facts: GroupFacts): string {
  const { channelId, kind, itemKind, direction, asset } = facts;
  const by = GROUPED_BY[kind];
  return [channelId, kind, itemKind, direction, asset, by, toValue(by, facts)].join("|");
}

function toValue(by: GroupedBy, facts: GroupFacts): string {
  switch (by) {
    case "DELTA":
      return `${facts.amountMinor}`;
    case "STATUS":
      return `${facts.oursStatus ?? "-"}>${facts.lineStatus ?? "-"}`;
    case "MINUTE":
      return facts.happenedAt.includes("T")
        ? `${facts.happenedAt.slice(0, "YYYY-MM-DDTHH:MM".length)}Z`
        : facts.happenedAt;
  }
}

/** Reads a key back into what people are told about its group; null for what is no key. */
export function parseGroupKey(key: string): GroupKey | null {
  const [, channelId, kindText, itemKind, direction, asset, by, value] = SHAPE.exec(key) ?? [];
  const kind = BREAK_KINDS.find((known) => known === kindText);
  if (channelId === undefined || !kind) return null;
  invariant(asset !== undefined && value !== undefined, "the shape has its parts");
  return {
    channelId: BigInt(channelId),
    kind,
    itemKind: itemKind === "REFUND" ? "REFUND" : "PAYMENT",
    direction: direction === "SHORT" ? "SHORT" : "LONG",
    asset,
    by: by === "DELTA" || by === "STATUS" ? by : "MINUTE",
    value,
  };
}
