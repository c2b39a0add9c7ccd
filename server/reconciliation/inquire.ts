import "server-only";
import { randomUUID } from "node:crypto";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { invariant } from "@/core/result";
import type { ChannelInquiry } from "@/server/channels/channel-inquiry";
import { recordInquiry } from "@/server/commands/record-inquiry";
import { getLog } from "@/server/log";
import { type DueSubject, listDueSubjects } from "@/server/reconciliation/inquiry-subjects";
import { reader } from "@/server/transact";

/** `asked` questions, of which so many were `settled` without a person. */
export type InquiryTurn = { asked: number; settled: number };

/**
 * Asks the channels what is due (查复), one question after the other and outside of any transaction; each answer is
 * recorded, and settles what it can, by a command of its own. A channel that does not answer is asked again in an hour.
 */
export async function inquireDue(clients: ReadonlyMap<string, ChannelInquiry>, now: Date): Promise<InquiryTurn> {
  const turn: InquiryTurn = { asked: 0, settled: 0 };
  if (clients.size === 0) return turn;
  for (const subject of await listDueSubjects(reader, [...clients.keys()], accountingDayOf(now), now)) {
    const client = clients.get(subject.channel);
    invariant(client, `${subject.channel} is one of those that can be asked`);
    const answer = await askOnce(client, subject);
    const context = { actor: SYSTEM_ACTOR, commandId: randomUUID(), now };
    const recorded = await recordInquiry(context, { subject, answer });
    if (!recorded.ok) continue;
    turn.asked += 1;
    if (recorded.value.outcome === "SETTLED") turn.settled += 1;
  }
  return turn;
}

async function askOnce(client: ChannelInquiry, subject: DueSubject) {
  try {
    return await client.ask(subject);
  } catch (error) {
    getLog().warn({ err: error, channel: subject.channel }, "a channel did not answer an inquiry");
    return { kind: "NO_ANSWER" } as const;
  }
}
