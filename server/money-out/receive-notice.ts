import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { accept, invariant, type Result } from "@/core/result";
import type { ChannelNotice } from "@/server/channels/channel-client";
import { getClock } from "@/server/clock";
import { type Attempt, lockAttempt } from "@/server/money-out/attempts";
import { hearAnswerIn } from "@/server/money-out/hear-answer";
import { openUnknownCase } from "@/server/money-out/open-unknown-case";
import { type CommandContext, type DbTransaction, transact } from "@/server/transact";

/**
 * What became of a notice. `APPLIED`: it moved its attempt. `KNOWN`: it said nothing new. `CONTRADICTS`: it contradicts a
 * final word. `MISFITS`: another amount, asset or payee than asked for. `UNKNOWN`: a number that we never sent there.
 */
export type NoticeVerdict = "APPLIED" | "KNOWN" | "CONTRADICTS" | "MISFITS" | "UNKNOWN";

/**
 * Takes a verified notice: its row in the inbox and its effect are one transaction, so that it is never kept without effect
 * and never takes effect twice. Whatever it says of a number that is not ours moves nothing.
 */
export function receiveNotice(
  channelCode: string,
  notice: ChannelNotice,
  body: Uint8Array,
): Promise<Result<{ verdict: NoticeVerdict }>> {
  const context: CommandContext = { actor: SYSTEM_ACTOR, commandId: randomUUID(), now: getClock().now() };
  const bodySha256 = createHash("sha256").update(body).digest("hex");
  const input = { channelCode, eventId: notice.eventId, outNo: notice.outNo, bodySha256 };
  return transact("notice.receive", context, input, async (tx) => {
    const channelId = await getChannelId(tx, channelCode);
    // Before the inbox is looked at: two sendings of one notice take turns here, and the second one finds the first.
    const attempt = await lockAttempt(tx, { outNo: notice.outNo });
    if (await isInInbox(tx, channelId, notice.eventId)) return accept({ verdict: "KNOWN" as const });
    const verdict = await applyNotice(tx, channelId, attempt, notice);
    // Without an attempt to take turns at, this is where the second one fails, is tried anew, and finds the first.
    await tx.query(
      `INSERT INTO channel_notices (channel_id, event_id, body_sha256, out_no, verdict, command_id)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [channelId, notice.eventId, bodySha256, notice.outNo, verdict, context.commandId],
    );
    return accept({ verdict });
  });
}

async function applyNotice(
  tx: DbTransaction,
  channelId: bigint,
  attempt: Attempt | null,
  notice: ChannelNotice,
): Promise<NoticeVerdict> {
  const { outcome, operation } = notice;
  const isOurs = attempt !== null && attempt.channelId === channelId && attempt.operation === operation;
  if (!isOurs) return weighUnknown(tx, channelId, notice);
  const { moved, contradicts } = await hearAnswerIn(tx, attempt, { source: "CALLBACK", outcome });
  if (contradicts === "AMOUNT_DIFFERS" || contradicts === "PAYEE_DIFFERS") return "MISFITS";
  if (contradicts !== null) return "CONTRADICTS";
  return moved ? "APPLIED" : "KNOWN";
}

/** Refunds that the order system asks for by itself are called back too; only money that nobody here knows of is a case. */
async function weighUnknown(tx: DbTransaction, channelId: bigint, notice: ChannelNotice): Promise<NoticeVerdict> {
  const { outcome, operation, outNo } = notice;
  if (operation === "REFUND" && (await isArrivedRefund(tx, channelId, outNo))) return "KNOWN";
  if (outcome.kind === "SUCCEEDED" && outcome.amountMinor > 0n) await openUnknownCase(tx, channelId, notice, outcome);
  return "UNKNOWN";
}

async function getChannelId(tx: DbTransaction, code: string): Promise<bigint> {
  const [channel] = await tx.query<{ id: bigint }>("SELECT id FROM channels WHERE code = $1", [code]);
  invariant(channel, `channel ${code} of DESK_CHANNELS_FILE has been set up with desk channel set`);
  return channel.id;
}

async function isInInbox(tx: DbTransaction, channelId: bigint, eventId: string): Promise<boolean> {
  const rows = await tx.query("SELECT 1 FROM channel_notices WHERE channel_id = $1 AND event_id = $2", [
    channelId,
    eventId,
  ]);
  return rows.length > 0;
}

async function isArrivedRefund(tx: DbTransaction, channelId: bigint, refundNo: string): Promise<boolean> {
  const rows = await tx.query("SELECT 1 FROM refunds WHERE refund_no = $1 AND channel_id = $2", [refundNo, channelId]);
  return rows.length > 0;
}
