import type { AnswerSource, AttemptStatus, Operation } from "@/core/money-out/attempt";
import type { ChannelOutcome } from "@/core/money-out/channel-outcome";
import type { NamedDto } from "./suspense-views";

/** What was heard of an attempt, in the order of hearing. `movedTo` null: it changed nothing. */
export type AnswerDto = {
  readonly key: string;
  readonly at: string;
  readonly source: AnswerSource;
  readonly kind: ChannelOutcome["kind"];
  readonly code: string;
  readonly message: string;
  readonly channelNo: string | null;
  readonly movedTo: AttemptStatus | null;
};
/** An attempt to have a payout or refund paid, with everything that its channel said of it. */
export type AttemptDto = {
  readonly outNo: string;
  readonly attemptNo: number;
  readonly operation: Operation;
  readonly channel: NamedDto;
  readonly amountMinor: string;
  readonly asset: string;
  readonly status: AttemptStatus;
  readonly fault: "PAYEE" | "CHANNEL" | null;
  readonly code: string;
  readonly message: string;
  readonly channelNo: string | null;
  readonly preparedAt: string;
  /** Not to be sent before; channels want some time between two refunds of one payment. */
  readonly availableAt: string;
  readonly firstSentAt: string | null;
  readonly finishedAt: string | null;
  readonly sends: number;
  readonly inquiries: number;
  readonly nextInquiryAt: string | null;
  readonly answers: readonly AnswerDto[];
};
