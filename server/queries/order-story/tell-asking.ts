import "server-only";
import type { AnswerDto, AttemptDto } from "@/contracts/attempt-views";
import type { RefundDto, StoryEventDto } from "@/contracts/order-views";

const PLAIN = { on: null, by: null, note: null, voucherNo: null } as const;
const ANSWER_TONES = {
  SUCCEEDED: "success",
  BOUNCED: "danger",
  FAILED: "danger",
  PROCESSING: "info",
  NOT_FOUND: "warning",
  LATER: "info",
  NO_ANSWER: "warning",
} as const satisfies Record<AnswerDto["kind"], StoryEventDto["tone"]>;

/** What the desk did about a refund that was asked for here: the asking, the sending, and every answer. */
export function tellAsking(refund: RefundDto): StoryEventDto[] {
  const { refundNo, requestedAt, closedAt, status, amountMinor, asset, approvalNo } = refund;
  const common = { ...PLAIN, values: { refundNo, approvalNo: approvalNo ?? "" }, amount: { amountMinor, asset } };
  const events: StoryEventDto[] = refund.attempts.flatMap((attempt) => tellAttempt(refundNo, attempt));
  if (requestedAt !== null) {
    const { requestedBy: by, reason: note } = refund;
    events.unshift({
      ...common,
      key: `asked-${refundNo}`,
      event: "refundAsked",
      at: requestedAt,
      tone: "info",
      by,
      note,
    });
  }
  if (status === "REFUSED") {
    events.push({ ...common, key: `refused-${refundNo}`, event: "refundRefused", at: closedAt, tone: "warning" });
  }
  return events;
}

function tellAttempt(refundNo: string, attempt: AttemptDto): StoryEventDto[] {
  const { outNo, channel, amountMinor, asset, firstSentAt } = attempt;
  const common = { ...PLAIN, amount: { amountMinor, asset } };
  const sent: StoryEventDto = {
    ...common,
    key: `sent-${outNo}`,
    event: "refundSent",
    at: firstSentAt,
    tone: "info",
    values: { refundNo, channel: channel.name, outNo },
  };
  const answers = attempt.answers.map((answer): StoryEventDto => {
    const { source, kind, code, channelNo } = answer;
    return {
      ...common,
      key: `answer-${answer.key}`,
      event: "refundAnswered",
      at: answer.at,
      tone: ANSWER_TONES[kind],
      values: { refundNo, channel: channel.name, source, kind, code, channelRefundNo: channelNo ?? "" },
      note: answer.message === "" ? null : answer.message,
    };
  });
  return firstSentAt === null ? answers : [sent, ...answers];
}
