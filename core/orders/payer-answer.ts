import type { OrderStatus, RefundStatus } from "./order";

/** What a person at customer service may say about an order: one code per sentence, in the order of telling. */
export type PayerSentence =
  | { readonly code: PaymentSentenceCode }
  | { readonly code: RefundSentenceCode; readonly refundNo: string };
export type PaymentSentenceCode =
  | "payment_received"
  | "paid_by_coupons"
  | "payment_awaited"
  | "payment_unconfirmed"
  | "payment_under_review"
  | "payment_not_taken"
  | "order_closed"
  | "difference_under_review";
export type RefundSentenceCode =
  | "refund_asked"
  | "refund_accepted"
  | "refund_sent_elsewhere"
  | "refund_paid_elsewhere"
  | "refund_succeeded"
  | "refund_of_coupons"
  | "refund_unconfirmed"
  | "refund_failed";

export type PayerAnswerFacts = {
  readonly status: OrderStatus;
  /** What the payer paid in money, minor units; 0 when coupons paid all of it. */
  readonly channelMinor: bigint;
  readonly isCaptureReversed: boolean;
  /** Whether a channel's newest statement lists a payment of this order that succeeded. */
  readonly isListedAsPaid: boolean;
  readonly hasOpenDifference: boolean;
  readonly refunds: readonly {
    readonly refundNo: string;
    readonly status: RefundStatus;
    readonly channelMinor: bigint;
    /** To an account that the payer named, and not back as it came. */
    readonly isElsewhere: boolean;
  }[];
};

/** Promises nothing that the books do not hold: a payment under review is called that, whatever the order's status. */
export function decidePayerAnswer(facts: PayerAnswerFacts): PayerSentence[] {
  const payment = decidePayment(facts);
  const isDifferenceSaid = payment === "payment_under_review";
  return [
    { code: payment },
    ...facts.refunds.flatMap((refund): PayerSentence[] => {
      const code = decideRefund(refund);
      return code === null ? [] : [{ code, refundNo: refund.refundNo }];
    }),
    ...(facts.hasOpenDifference && !isDifferenceSaid ? [{ code: "difference_under_review" } as const] : []),
  ];
}

function decidePayment(facts: PayerAnswerFacts): PaymentSentenceCode {
  if (facts.isCaptureReversed) return "payment_not_taken";
  if (facts.status === "PAID") return facts.channelMinor === 0n ? "paid_by_coupons" : "payment_received";
  if (facts.isListedAsPaid) return "payment_under_review";
  switch (facts.status) {
    case "CREATED":
      return "payment_awaited";
    case "UNKNOWN":
      return "payment_unconfirmed";
    case "CLOSED":
      return "order_closed";
  }
}

/** Null: one that was asked for and refused was promised to nobody. */
function decideRefund({
  status,
  channelMinor,
  isElsewhere,
}: PayerAnswerFacts["refunds"][number]): RefundSentenceCode | null {
  switch (status) {
    case "REQUESTED":
      return "refund_asked";
    case "REFUSED":
      return null;
    case "ACCEPTED":
      return isElsewhere ? "refund_sent_elsewhere" : "refund_accepted";
    case "SUCCEEDED":
      if (channelMinor === 0n) return "refund_of_coupons";
      return isElsewhere ? "refund_paid_elsewhere" : "refund_succeeded";
    case "UNKNOWN":
      return "refund_unconfirmed";
    case "FAILED":
      return "refund_failed";
  }
}
