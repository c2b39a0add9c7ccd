import { smallerOf } from "@/core/money/money";
import { accept, type Result, refuse } from "@/core/result";
import type { SuspenseItem } from "./item";
import type { ResolutionFacts, ResolutionPlan, ResolutionRefusal } from "./plan-resolution";

/** A line as a corrected file still has it, and the key of the payment or refund of ours that people say it is. */
export type PairFacts = {
  readonly settlesOn: string;
  readonly itemKind: "PAYMENT" | "REFUND";
  readonly matchKey: string;
  readonly asMatchKey: string;
};

/**
 * A line and an item of ours that nobody's number brings together, and that are one all the same. The next batch pairs
 * them and takes both openings back; what their amounts differ by stays in suspense, as a mismatch of the pair.
 */
export function planMatch({
  item,
  order,
  counterpart,
  pair,
}: ResolutionFacts): Result<ResolutionPlan, ResolutionRefusal> {
  if (!counterpart && !order) {
    return refuse("resolution_needs_counterpart", "Name the item, or the order of ours, that this one belongs to.");
  }
  if (counterpart && !fits(item, counterpart)) {
    return refuse(
      "resolution_pair_differs",
      `Item ${counterpart.itemNo} cannot be the other side: it must be open, one-sided, of the other direction, and over the same channel, kind and asset.`,
      { itemNo: counterpart.itemNo },
    );
  }
  if (!pair) {
    return refuse(
      "resolution_not_a_pair",
      "These two are no pair: one has to be a line of the channel's, and the other a payment or refund of ours.",
    );
  }
  const amount = counterpart ? smallerOf(item.amountMinor, counterpart.amountMinor) : item.amountMinor;
  return accept({
    resolution: "MATCH_BY_HAND",
    event: null,
    amounts: { amount },
    orderBecomes: null,
    makesRefund: false,
  });
}

function fits(item: SuspenseItem, other: SuspenseItem): boolean {
  return (
    other.direction !== item.direction &&
    (other.kind === "LONG" || other.kind === "SHORT") &&
    other.itemKind === item.itemKind &&
    other.channelId === item.channelId &&
    other.asset === item.asset &&
    (other.status === "OPEN" || other.status === "ASSIGNED" || other.status === "INVESTIGATING")
  );
}
