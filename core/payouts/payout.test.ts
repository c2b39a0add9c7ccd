import { describe, expect, it } from "vitest";
import { IN_TRANSIT, mayMove, PAYOUT_MOVES, PAYOUT_STATUSES, type PayoutStatus, UNDER_WAY, UNDONE } from "./payout";

describe("the life of a payout", () => {
  it("ends where nothing goes on", () => {
    expect(PAYOUT_STATUSES.filter((status) => PAYOUT_MOVES[status].length === 0)).toEqual(["REFUSED", "RETURNED"]);
  });

  it("never comes back from what has ended, and never returns twice", () => {
    for (const from of PAYOUT_STATUSES) for (const to of UNDONE) expect(mayMove(to, from)).toBe(false);
  });

  it("posts where money moves between the merchant, the transit and the bank, and only there", () => {
    const isIn = (status: PayoutStatus) => IN_TRANSIT.includes(status);
    const moved = PAYOUT_STATUSES.flatMap((from) =>
      PAYOUT_MOVES[from].filter((to) => isIn(from) !== isIn(to)).map((to) => `${from} → ${to}`),
    );
    expect(moved).toEqual([
      "REQUESTED → ACCEPTED",
      "ACCEPTED → SUCCEEDED",
      "ACCEPTED → RETURNED",
      "IN_DOUBT → SUCCEEDED",
      "IN_DOUBT → RETURNED",
      "SUCCEEDED → BOUNCED",
      "FAILED → RETURNED",
      "FAILED → SUCCEEDED",
      "BOUNCED → RETURNED",
      "BOUNCED → SUCCEEDED",
    ]);
  });

  it("keeps the reserve only for what may still be paid; what has failed or come back was paid before, or never", () => {
    expect(UNDER_WAY.every((status) => IN_TRANSIT.includes(status) && mayMove(status, "SUCCEEDED"))).toBe(true);
    expect(PAYOUT_STATUSES.filter((status) => mayMove(status, "SUCCEEDED"))).toEqual([
      ...UNDER_WAY,
      "FAILED",
      "BOUNCED",
    ]);
  });
});
