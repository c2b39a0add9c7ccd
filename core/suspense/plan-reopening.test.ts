import { describe, expect, it } from "vitest";
import { planReopening, type ReopeningFacts } from "./plan-reopening";

const RESOLVED: ReopeningFacts = {
  itemNo: "SU1",
  status: "RESOLVED",
  resolution: "WRITE_OFF_TO_INCOME",
  isBreakGone: false,
  order: null,
  refund: null,
  claim: null,
};
const BOOKED = {
  orderNo: "O1",
  status: "PAID",
  bookedBy: "SUSPENSE" as const,
  seenStatuses: ["CREATED"],
  hasRefunds: false,
  isCaptureReversed: false,
  isCleared: false,
};
const CLOSED = {
  ...BOOKED,
  status: "CLOSED",
  bookedBy: "ARRIVAL" as const,
  seenStatuses: ["PAID"],
  isCaptureReversed: true,
};
const CLAIM = { claimNo: "CL1", status: "OPEN" as const, claimedMinor: 9n, recoveredMinor: 0n, writtenOffMinor: 0n };

describe("planning to take a resolution back", () => {
  it.each<[string, Partial<ReopeningFacts>, object]>([
    ["a voucher alone", {}, { orderBecomes: null, refundFails: false, takesClaimBack: false }],
    [
      "a booking: the order is what it was told to be last",
      { resolution: "BOOK_TO_ORDER", order: BOOKED },
      { orderBecomes: "CREATED" },
    ],
    [
      "a booking of an order that had been given up",
      { resolution: "BOOK_TO_ORDER", order: { ...BOOKED, seenStatuses: ["CREATED", "CLOSED"] } },
      { orderBecomes: "CLOSED" },
    ],
    [
      "a reversed capture: the order is paid again",
      { resolution: "REVERSE_CAPTURE", order: CLOSED },
      { orderBecomes: "PAID" },
    ],
    [
      "a refund that has not left",
      { resolution: "REFUND_TO_PAYER", refund: { refundNo: "R1", status: "ACCEPTED" } },
      { refundFails: true },
    ],
    ["a claim of which nothing came", { resolution: "CLAIM_FROM_CHANNEL", claim: CLAIM }, { takesClaimBack: true }],
  ])("%s", (_, given, plan) => {
    expect(planReopening({ ...RESOLVED, ...given })).toMatchObject({ ok: true, value: plan });
  });

  // Each row breaks every rule below its own as well: the most basic reason is the one that is given.
  const gone: Partial<ReopeningFacts> = {
    isBreakGone: true,
    order: { ...BOOKED, hasRefunds: true, isCleared: true },
    refund: { refundNo: "R1", status: "SUCCEEDED" },
    claim: { ...CLAIM, recoveredMinor: 1n },
  };
  it.each<[string, Partial<ReopeningFacts>, string]>([
    ["an open item", { ...gone, status: "INVESTIGATING", resolution: null }, "reopening_not_resolved"],
    [
      "one that a later statement explained",
      { ...gone, status: "AUTO_RESOLVED", resolution: "EXPLAINED" },
      "reopening_not_resolved",
    ],
    ["an offset", { ...gone, resolution: "OFFSET" }, "reopening_not_possible"],
    ["one whose break is gone", gone, "reopening_break_gone"],
    ["one whose order was refunded", { ...gone, isBreakGone: false }, "reopening_order_moved_on"],
    [
      "one whose order its own system calls paid",
      { order: { ...BOOKED, seenStatuses: ["CREATED", "PAID"] } },
      "reopening_order_moved_on",
    ],
    [
      "one whose order was cleared",
      { ...gone, isBreakGone: false, order: { ...BOOKED, isCleared: true } },
      "reopening_order_cleared",
    ],
    [
      "one whose capture was taken back, which was cleared",
      { resolution: "REVERSE_CAPTURE", order: { ...CLOSED, isCleared: true } },
      "reopening_order_cleared",
    ],
    ["one whose refund has left", { ...gone, isBreakGone: false, order: null }, "reopening_refund_moved_on"],
    [
      "one whose claim was partly paid",
      { ...gone, isBreakGone: false, order: null, refund: null },
      "reopening_claim_moved_on",
    ],
  ])("refuses %s", (_, given, code) => {
    expect(planReopening({ ...RESOLVED, ...given })).toMatchObject({ refusal: { code } });
  });
});
