import "server-only";
import type { AnswerDto, AttemptDto } from "@/contracts/attempt-views";
import type { OutgoingKind } from "@/core/money-out/attempt";
import { reader } from "@/server/transact";

type AttemptRaw = Omit<
  AttemptDto,
  "channel" | "amountMinor" | "preparedAt" | "availableAt" | "firstSentAt" | "finishedAt" | "nextInquiryAt" | "answers"
> & {
  id: bigint;
  objectNo: string;
  channelCode: string;
  channelName: string;
  minor: bigint;
  preparedAt: Date;
  availableAt: Date;
  firstSentAt: Date | null;
  finishedAt: Date | null;
  nextInquiryAt: Date | null;
};
type AnswerRaw = Omit<AnswerDto, "key" | "at"> & { id: bigint; attemptId: bigint; at: Date };

const ATTEMPTS = `
  SELECT t.id, t.object_no AS "objectNo", t.out_no AS "outNo", t.attempt_no::int AS "attemptNo", t.operation,
         c.code AS "channelCode", c.name AS "channelName", t.amount_minor AS minor, t.asset, t.status, t.fault, t.code, t.message,
         t.channel_no AS "channelNo", t.prepared_at AS "preparedAt", t.available_at AS "availableAt",
         t.first_sent_at AS "firstSentAt", t.finished_at AS "finishedAt", t.sends, t.inquiries,
         t.next_inquiry_at AS "nextInquiryAt"
  FROM money_attempts t JOIN channels c ON c.id = t.channel_id
  WHERE t.kind = $1 AND t.object_no = ANY ($2) ORDER BY t.id`;
const ANSWERS = `
  SELECT id, attempt_id AS "attemptId", heard_at AS at, source, kind, code, message, channel_no AS "channelNo",
         moved_to AS "movedTo"
  FROM money_answers WHERE attempt_id = ANY ($1) ORDER BY id`;

/** The attempts of these payouts or refunds, by the object's number; the first one first. */
export async function listAttemptViews(
  kind: OutgoingKind,
  objectNos: readonly string[],
): Promise<Map<string, AttemptDto[]>> {
  const views = new Map<string, AttemptDto[]>();
  if (objectNos.length === 0) return views;
  const raws = await reader.query<AttemptRaw>(ATTEMPTS, [kind, objectNos]);
  const answers = await reader.query<AnswerRaw>(ANSWERS, [raws.map(({ id }) => id)]);
  for (const raw of raws) {
    const heard = answers.filter(({ attemptId }) => attemptId === raw.id);
    views.set(raw.objectNo, [...(views.get(raw.objectNo) ?? []), toAttempt(raw, heard)]);
  }
  return views;
}

function toAttempt(raw: AttemptRaw, answers: readonly AnswerRaw[]): AttemptDto {
  const { id: _, objectNo: __, channelCode, channelName, minor, ...attempt } = raw;
  return {
    ...attempt,
    channel: { no: channelCode, name: channelName },
    amountMinor: `${minor}`,
    preparedAt: raw.preparedAt.toISOString(),
    availableAt: raw.availableAt.toISOString(),
    firstSentAt: raw.firstSentAt?.toISOString() ?? null,
    finishedAt: raw.finishedAt?.toISOString() ?? null,
    nextInquiryAt: raw.nextInquiryAt?.toISOString() ?? null,
    answers: answers.map(({ id, attemptId: ___, at, ...answer }) => ({
      ...answer,
      key: `${id}`,
      at: at.toISOString(),
    })),
  };
}
