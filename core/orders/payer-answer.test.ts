import { expect, test } from "vitest";
import { decidePayerAnswer, type PayerAnswerFacts } from "./payer-answer";

const PAID: PayerAnswerFacts = {
  status: "PAID",
  channelMinor: 9500n,
  isCaptureReversed: false,
  isListedAsPaid: true,
  hasOpenDifference: false,
  refunds: [],
};

function codes(facts: Partial<PayerAnswerFacts>): string[] {
  return decidePayerAnswer({ ...PAID, ...facts }).map(({ code }) => code);
}

test.each<[string, Partial<PayerAnswerFacts>, string[]]>([
  ["paid", {}, ["payment_received"]],
  ["paid by coupons alone", { channelMinor: 0n, isListedAsPaid: false }, ["paid_by_coupons"]],
  ["not paid yet", { status: "CREATED", isListedAsPaid: false }, ["payment_awaited"]],
  ["result unknown", { status: "UNKNOWN", isListedAsPaid: false }, ["payment_unconfirmed"]],
  ["closed", { status: "CLOSED", isListedAsPaid: false }, ["order_closed"]],
  ["closed, but the channel took money", { status: "CLOSED" }, ["payment_under_review"]],
  ["the same with its item open: said once", { status: "CLOSED", hasOpenDifference: true }, ["payment_under_review"]],
  ["paid, but the channel disagrees", { hasOpenDifference: true }, ["payment_received", "difference_under_review"]],
  ["the channel never took it", { isCaptureReversed: true, isListedAsPaid: false }, ["payment_not_taken"]],
])("%s", (_, facts, expected) => {
  expect(codes(facts)).toEqual(expected);
});

test("every refund is told, with what became of it", () => {
  const refunds = [
    { refundNo: "R1", status: "SUCCEEDED", channelMinor: 5700n, isElsewhere: false },
    { refundNo: "R2", status: "ACCEPTED", channelMinor: 100n, isElsewhere: false },
    { refundNo: "R3", status: "FAILED", channelMinor: 100n, isElsewhere: false },
    { refundNo: "R4", status: "UNKNOWN", channelMinor: 100n, isElsewhere: false },
    { refundNo: "R5", status: "SUCCEEDED", channelMinor: 0n, isElsewhere: false },
    { refundNo: "R6", status: "REQUESTED", channelMinor: 100n, isElsewhere: true },
    { refundNo: "R7", status: "REFUSED", channelMinor: 100n, isElsewhere: false },
    { refundNo: "R8", status: "ACCEPTED", channelMinor: 100n, isElsewhere: true },
    { refundNo: "R9", status: "SUCCEEDED", channelMinor: 100n, isElsewhere: true },
  ] as const;
  expect(decidePayerAnswer({ ...PAID, refunds })).toEqual([
    { code: "payment_received" },
    { code: "refund_succeeded", refundNo: "R1" },
    { code: "refund_accepted", refundNo: "R2" },
    { code: "refund_failed", refundNo: "R3" },
    { code: "refund_unconfirmed", refundNo: "R4" },
    { code: "refund_of_coupons", refundNo: "R5" },
    { code: "refund_asked", refundNo: "R6" },
    { code: "refund_sent_elsewhere", refundNo: "R8" },
    { code: "refund_paid_elsewhere", refundNo: "R9" },
  ]);
});
