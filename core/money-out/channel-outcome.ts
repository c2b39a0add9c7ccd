/** Whose fault a final failure is: the payee's returns the money, the channel's lets another attempt be asked for. */
export type Fault = "PAYEE" | "CHANNEL";

/**
 * What a channel says of one attempt, amounts in minor units. `SUCCEEDED` and `FAILED` are final. `BOUNCED` (退票): it was paid,
 * and the payee's bank has sent it back. `LATER`: not taken now, the same number may be sent again. `NOT_FOUND` and `NO_ANSWER`
 * say nothing about whether money has left.
 */
export type ChannelOutcome =
  | {
      readonly kind: "SUCCEEDED";
      readonly channelNo: string | null;
      readonly amountMinor: bigint;
      readonly asset: string;
      readonly happenedAt: Date;
      /** The payee as the channel names it, hashed like the attempt's own; absent where it does not say. */
      readonly payeeDigest?: string;
    }
  | {
      readonly kind: "BOUNCED";
      readonly channelNo: string | null;
      readonly amountMinor: bigint;
      readonly asset: string;
      /** When it came back, or when the channel said so. */
      readonly happenedAt: Date;
      readonly payeeDigest?: string;
      readonly code: string;
      readonly message: string;
    }
  | { readonly kind: "FAILED"; readonly fault: Fault; readonly code: string; readonly message: string }
  | { readonly kind: "PROCESSING"; readonly channelNo: string | null }
  | { readonly kind: "NOT_FOUND" }
  | { readonly kind: "LATER"; readonly code: string; readonly message: string }
  | { readonly kind: "NO_ANSWER"; readonly code: string; readonly message: string };
