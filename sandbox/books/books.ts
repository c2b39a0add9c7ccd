/** The two ways in which money leaves through a channel. All amounts are fen: both styles of channel know CNY alone. */
export type Operation = "REFUND" | "TRANSFER";

export type Payee = { readonly holder: string; readonly bank: string; readonly accountNo: string };

/** Whose fault a failure is: the payee's account, or the channel itself. */
export type Fault = "PAYEE" | "CHANNEL";

/** An order as the channel knows it. `paidMinor` is null when it was only heard of by a refund that named no total. */
export type Order = {
  readonly channel: string;
  readonly orderNo: string;
  readonly tradeNo: string;
  readonly paidMinor: bigint | null;
  readonly paidAt: Date;
  readonly refundedMinor: bigint;
  readonly refunds: number;
  readonly lastRefundAt: Date | null;
  /** Known from a refund alone: it was paid elsewhere, and stands on no statement of ours. */
  readonly isAdopted: boolean;
};

/** One business intention that was taken in, for good. `outcome` is decided with it and told from `settlesAt` on. */
export type Intention = {
  readonly channel: string;
  readonly operation: Operation;
  readonly outNo: string;
  /** Of what the number stands for: another body under the same number is refused. */
  readonly bodySha256: string;
  readonly orderNo: string | null;
  readonly tradeNo: string | null;
  readonly amountMinor: bigint;
  readonly payee: Payee | null;
  readonly reason: string;
  readonly channelNo: string;
  readonly outcome: "SUCCEEDED" | "FAILED";
  readonly fault: Fault | null;
  readonly code: string | null;
  readonly acceptedAt: Date;
  readonly settlesAt: Date;
  /** A transfer that comes back days after it succeeded (退票). */
  readonly bouncesAt: Date | null;
  /** How often this very request came. */
  readonly calls: number;
};

/** What a caller wants done, read from a request of whatever style. */
export type Ask =
  | {
      readonly kind: "PAY";
      readonly channel: string;
      readonly outNo: string;
      readonly amountMinor: bigint;
      /** Now, when it is null. */
      readonly paidAt: Date | null;
    }
  | ({ readonly kind: "REFUND" } & Wanted & {
        readonly orderNo: string | null;
        readonly tradeNo: string | null;
        /** What the caller says was paid; null where the style doesn't ask. */
        readonly orderMinor: bigint | null;
      })
  | ({ readonly kind: "TRANSFER" } & Wanted & { readonly payee: Payee });

type Wanted = {
  readonly channel: string;
  readonly outNo: string;
  readonly amountMinor: bigint;
  readonly reason: string;
  /** Set by a mood: taken in, and then failed by this one's fault. */
  readonly fails: Fault | null;
  /** Set by a mood: paid, and sent back later, which only happens to transfers. */
  readonly bounces?: boolean;
};

/** Why something was not taken in. Nothing is written then, so the same number may come again. */
export type RefusalCode =
  | "OTHER_BODY"
  | "ORDER_UNKNOWN"
  | "ORDER_DIFFERS"
  | "PAST_WINDOW"
  | "TOO_MANY_REFUNDS"
  | "TOO_SOON"
  | "OVER_REFUND"
  | "NOT_ENOUGH";

export type Verdict =
  /** `isNew` is false for a request that came before: the same answer, nothing done again. */
  | { readonly kind: "TAKEN"; readonly intention: Intention; readonly isNew: boolean }
  | { readonly kind: "PAID"; readonly order: Order; readonly isNew: boolean }
  | { readonly kind: "REFUSED"; readonly code: RefusalCode };

/** A channel's rules. */
export type Limits = {
  readonly refundWindowDays: number;
  readonly maxRefunds: number;
  readonly refundSpacingMs: number;
  /** From taking in to the final word; 0 is told at once, in the answer. */
  readonly settleAfterMs: number;
  readonly bounceAfterMs: number;
  /** Whether a refund of an unknown order makes that order known, as the demo's orders come from elsewhere. */
  readonly adoptsOrders: boolean;
  readonly openingMinor: bigint;
};
