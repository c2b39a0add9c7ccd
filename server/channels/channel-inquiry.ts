import "server-only";

/** One payment or refund, by every number that a channel may know it by. Minor units; a refund's amount is positive. */
export type InquirySubject = {
  readonly itemKind: "PAYMENT" | "REFUND";
  readonly orderNo: string | null;
  readonly refundNo: string | null;
  readonly channelTradeNo: string | null;
  readonly amountMinor: bigint;
  readonly asset: string;
};
/** What the channel says of it. `SUCCEEDED` and `FAILED` are final; the others are to be asked again. */
export type ChannelAnswer =
  | {
      readonly kind: "SUCCEEDED";
      readonly amountMinor: bigint;
      readonly asset: string;
      readonly tradeNo: string | null;
      readonly happenedAt: Date;
    }
  | { readonly kind: "FAILED" | "PROCESSING" | "NOT_FOUND" };

/**
 * A channel's interface for questions about one payment (查复). It asks and changes nothing there. An answer that cannot
 * be had or read is thrown; the question is then asked again an hour later.
 */
export interface ChannelInquiry {
  ask(subject: InquirySubject): Promise<ChannelAnswer>;
}
