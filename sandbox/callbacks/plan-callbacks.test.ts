import { expect, test } from "vitest";
import type { Intention } from "../books/books";
import { planCallbacks } from "./plan-callbacks";

const acceptedAt = new Date("2026-11-20T04:00:00Z");
const intention = (outNo: string): Intention => ({
  ...{ channel: "alipay", operation: "TRANSFER", outNo, bodySha256: "", orderNo: null, tradeNo: null, amountMinor: 1n },
  ...{ payee: null, reason: "", channelNo: "C", outcome: "SUCCEEDED", fault: null, code: null, calls: 1 },
  ...{ acceptedAt, settlesAt: acceptedAt, bouncesAt: null },
});
const delaysOf = (seed: string) =>
  ["A", "B", "C", "D", "E", "F", "G", "H"].map((outNo) => {
    const [plan] = planCallbacks(intention(outNo), "reordered", { sentFrom: acceptedAt, lateMs: 1_000, seed });
    return (plan?.dueAt.getTime() ?? Number.NaN) - acceptedAt.getTime();
  });

test("reordered callbacks overtake one another, the same for the same seed", () => {
  const delays = delaysOf("one");
  expect(delays.every((ms) => ms >= 0 && ms <= 1_000)).toBe(true);
  expect(delays).not.toEqual(delays.toSorted((left, right) => left - right));
  expect(delaysOf("one")).toEqual(delays);
  expect(delaysOf("two")).not.toEqual(delays);
});
