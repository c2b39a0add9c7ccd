import "server-only";
import type { ChannelOutcome } from "@/core/money-out/channel-outcome";
import type { Refusal, Result } from "@/core/result";
import type { ChannelInquiry } from "@/server/channels/channel-inquiry";

/** A refund by the original route. `orderMinor` is what the payer paid through this channel, in minor units of `asset`. */
export type RefundInstruction = {
  readonly outNo: string;
  readonly orderNo: string;
  readonly channelTradeNo: string | null;
  readonly orderMinor: bigint;
  readonly amountMinor: bigint;
  readonly asset: string;
  readonly reason: string;
};
/** Money to somebody's bank account: a payout, or a refund that cannot go back as it came. */
export type TransferInstruction = {
  readonly outNo: string;
  readonly amountMinor: bigint;
  readonly asset: string;
  readonly payee: Payee;
  readonly purpose: string;
};
export type Payee = { readonly holder: string; readonly bank: string; readonly accountNo: string };

/** What a channel told us by itself. `eventId` is the same however often the channel sends it. */
export type ChannelNotice = {
  readonly eventId: string;
  readonly outNo: string;
  readonly operation: "REFUND" | "TRANSFER";
  readonly outcome: ChannelOutcome;
};
export type NoticeRequest = { readonly headers: Headers; readonly body: Uint8Array; readonly now: Date };
export type SignatureRefusal = Refusal<"signature_missing" | "signature_stale" | "signature_wrong">;
export type NoticeRefusal = SignatureRefusal | Refusal<"notice_unreadable" | "notice_not_ours">;

/** A day's bill as the channel wrote it, ready for the importer. */
export type ChannelBill = { readonly fileName: string; readonly bytes: Uint8Array };
export type BillRefusal = Refusal<
  "bill_not_ready" | "bill_empty" | "bill_refused" | "bill_damaged" | "channel_unreachable"
>;

/**
 * A channel that money goes out through. Nothing here throws for what the channel says or does not say, and nothing here
 * writes: what cannot be had or read is `NO_ANSWER`. The same instruction has the same content however often it is
 * sent, so that a repetition under the same number is one to the channel too. Questions are never answered with `LATER`.
 */
export interface ChannelClient extends ChannelInquiry {
  refund(instruction: RefundInstruction): Promise<ChannelOutcome>;
  transfer(instruction: TransferInstruction): Promise<ChannelOutcome>;
  /** Alipay finds a refund only together with its payment, hence the order's number. */
  askRefund(outNo: string, orderNo: string): Promise<ChannelOutcome>;
  askTransfer(outNo: string): Promise<ChannelOutcome>;
  /** Verifies and reads a callback over its raw body; the refusal says what is wrong with it. */
  readNotice(request: NoticeRequest): Promise<Result<ChannelNotice, NoticeRefusal>>;
  /** The channel's statement of a day (YYYY-MM-DD), checked against the channel's own hash where it gives one. */
  downloadBill(day: string): Promise<Result<ChannelBill, BillRefusal>>;
  /** The answer that tells the channel that its callback was kept. */
  thankForNotice(): Response;
}
