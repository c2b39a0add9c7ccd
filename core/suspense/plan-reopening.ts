import { accept, type Refusal, type Result, refuse } from "@/core/result";
import type { Claim } from "./claim";
import type { SuspenseStatus } from "./item";
import { PLAYBOOK } from "./playbook";
import type { Resolution } from "./resolutions";

/** What a resolution has brought about and may have gone on since: each of them null where it touched none. */
export type ReopeningFacts = {
  readonly itemNo: string;
  readonly status: SuspenseStatus;
  readonly resolution: Resolution | "EXPLAINED" | null;
  /** The break has vanished since: what undoes the resolution is an item of its own already. */
  readonly isBreakGone: boolean;
  readonly order: {
    readonly orderNo: string;
    readonly status: string;
    readonly bookedBy: "ARRIVAL" | "SUSPENSE" | null;
    readonly seenStatuses: readonly string[];
    readonly hasRefunds: boolean;
    readonly isCaptureReversed: boolean;
    /** A clearing batch has what the resolution made of it: the capture, or the capture taken back. */
    readonly isCleared: boolean;
  } | null;
  readonly refund: { readonly refundNo: string; readonly status: string } | null;
  readonly claim: Claim | null;
};
/** What becomes of what the resolution had changed, beside its voucher, which is reversed. */
export type ReopeningPlan = {
  readonly resolution: Resolution;
  readonly orderBecomes: "PAID" | "CREATED" | "CLOSED" | "UNKNOWN" | null;
  readonly refundFails: boolean;
  readonly takesClaimBack: boolean;
};
export type ReopeningRefusal = Refusal<
  | "reopening_not_resolved"
  | "reopening_not_possible"
  | "reopening_break_gone"
  | "reopening_order_moved_on"
  | "reopening_order_cleared"
  | "reopening_refund_moved_on"
  | "reopening_claim_moved_on"
>;

/**
 * Plans taking a resolution back: its voucher is reversed, and nothing is deleted. Refused where what it brought about has
 * gone on since, for then the money is elsewhere. Most basic reason first.
 */
export function planReopening(facts: ReopeningFacts): Result<ReopeningPlan, ReopeningRefusal> {
  const { itemNo, status, resolution, order, refund, claim } = facts;
  if (status !== "RESOLVED" || resolution === null) {
    return refuse("reopening_not_resolved", `${itemNo} is ${status}; only what people resolved is reopened.`, {
      itemNo,
      status,
    });
  }
  if (resolution === "EXPLAINED" || !PLAYBOOK[resolution].canReopen) {
    return refuse(
      "reopening_not_possible",
      `${itemNo} was resolved by an offset: its opening voucher is reversed, and that is done once and for ever.`,
      { itemNo },
    );
  }
  if (facts.isBreakGone) {
    return refuse(
      "reopening_break_gone",
      `The difference of ${itemNo} is found no more; what stands against its resolution is an item of its own.`,
      { itemNo },
    );
  }
  const hasMovedOn = order !== null && orderHasMovedOn(resolution, order);
  if (hasMovedOn) {
    return refuse("reopening_order_moved_on", `Order ${order.orderNo} has gone on since ${itemNo} was resolved.`, {
      orderNo: order.orderNo,
    });
  }
  if (order?.isCleared) {
    const message = `Order ${order.orderNo} was cleared since ${itemNo} was resolved; correct its merchant's pending account by an adjustment.`;
    return refuse("reopening_order_cleared", message, { orderNo: order.orderNo });
  }
  if (refund !== null && refund.status !== "ACCEPTED") {
    return refuse("reopening_refund_moved_on", `Refund ${refund.refundNo} is ${refund.status} already.`, {
      refundNo: refund.refundNo,
      status: refund.status,
    });
  }
  if (claim !== null && claim.recoveredMinor + claim.writtenOffMinor > 0n) {
    return refuse("reopening_claim_moved_on", `A part of claim ${claim.claimNo} has been paid or given up already.`, {
      claimNo: claim.claimNo,
    });
  }
  return accept({
    resolution,
    orderBecomes: order === null ? null : orderAfterwards(resolution, order),
    refundFails: refund !== null,
    takesClaimBack: claim !== null,
  });
}

type OrderFacts = NonNullable<ReopeningFacts["order"]>;

/** A booking is ours to take back while no refund and no word of our own that it is paid stands on it. */
function orderHasMovedOn(resolution: Resolution, order: OrderFacts): boolean {
  if (resolution === "REVERSE_CAPTURE") return order.status !== "CLOSED" || !order.isCaptureReversed;
  return (
    order.status !== "PAID" || order.bookedBy !== "SUSPENSE" || order.hasRefunds || order.seenStatuses.includes("PAID")
  );
}

/** As it was told to us last, before a resolution made it something else. */
function orderAfterwards(resolution: Resolution, order: OrderFacts): ReopeningPlan["orderBecomes"] {
  if (resolution === "REVERSE_CAPTURE") return "PAID";
  const told = order.seenStatuses.at(-1);
  return told === "CREATED" || told === "UNKNOWN" ? told : "CLOSED";
}
