import { expect, it } from "vitest";
import { decideInquiry, type InquiryAnswer, type InquiryFacts } from "./decide-inquiry";

const OURS = { amountMinor: 900n, asset: "CNY" };
const DONE: InquiryAnswer = { kind: "SUCCEEDED", ...OURS };
const FAILED: InquiryAnswer = { kind: "FAILED" };
const facts = (ourStatus: string | null, more: Partial<InquiryFacts> = {}): InquiryFacts => ({
  itemKind: "PAYMENT",
  ourStatus,
  ours: ourStatus === null ? null : OURS,
  isListed: false,
  ...more,
});
const refund = { itemKind: "REFUND" } as const;

it.each<[string, InquiryFacts, InquiryAnswer, string]>([
  ["still under way", facts("UNKNOWN"), { kind: "PROCESSING" }, "ASK_AGAIN"],
  ["not found is no answer", facts("UNKNOWN"), { kind: "NOT_FOUND" }, "ASK_AGAIN"],
  ["silence", facts("UNKNOWN"), { kind: "NO_ANSWER" }, "ASK_AGAIN"],
  ["paid, and we did not know", facts("UNKNOWN"), DONE, "SETTLED PAID"],
  ["paid, and we had only created it", facts("CREATED", { isListed: true }), DONE, "SETTLED PAID"],
  ["paid, over another amount", facts("UNKNOWN"), { ...DONE, amountMinor: 901n }, "CONTRADICTS"],
  ["paid, in another asset", facts("UNKNOWN"), { ...DONE, asset: "USD" }, "CONTRADICTS"],
  ["paid after we closed it", facts("CLOSED"), DONE, "CONTRADICTS"],
  ["paid, as we say", facts("PAID"), DONE, "NOTHING_NEW"],
  ["paid, and not ours", facts(null), DONE, "NOTHING_NEW"],
  ["failed, and we did not know", facts("UNKNOWN"), FAILED, "SETTLED CLOSED"],
  ["failed, though its statement lists it", facts("UNKNOWN", { isListed: true }), FAILED, "CONTRADICTS"],
  ["failed, and we have booked it", facts("PAID"), FAILED, "CONTRADICTS"],
  ["failed, as we say", facts("CLOSED"), FAILED, "NOTHING_NEW"],
  ["a refund that went out", facts("ACCEPTED", refund), DONE, "SETTLED SUCCEEDED"],
  ["a refund that failed", facts("UNKNOWN", refund), FAILED, "SETTLED FAILED"],
  ["a refund that failed, and we have booked it", facts("SUCCEEDED", refund), FAILED, "CONTRADICTS"],
  ["a refund that went out after we had given it up", facts("FAILED", refund), DONE, "CONTRADICTS"],
])("%s", (_, given, answer, expected) => {
  const decided = decideInquiry(given, answer);
  expect(decided.outcome === "SETTLED" ? `SETTLED ${decided.status}` : decided.outcome).toBe(expected);
});
