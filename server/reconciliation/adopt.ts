import "server-only";
import { invariant } from "@/core/result";
import { adoptStatus, type ChannelWord } from "@/server/arrivals/adopt-status";
import { type ArrivalReference, openArrivalDesk } from "@/server/arrivals/arrival-desk";
import { saveDesk } from "@/server/arrivals/save-desk";
import { appendAudit } from "@/server/audit/append-audit";
import { askSoon } from "@/server/refunds/ask-soon";
import type { DbTransaction } from "@/server/transact";

/** One status that becomes the channel's, and on what ground: a version of the policy, or the round of an inquiry. */
export type AdoptedStatus = ChannelWord & {
  readonly channelId: bigint;
  readonly matchKey: string;
  readonly orderNo: string;
  readonly channelNo: string | null;
  readonly fromStatus: string;
  readonly itemNo: string | null;
  readonly ground: { readonly policyVersion: number } | { readonly inquiryRound: number };
};

/**
 * Books what the channel says, as the arrival of our own news would have: a capture, a refund's success, a refund's way
 * back. Answers those it booked: who was moved meanwhile by news of their own is left out.
 */
export async function adoptStatuses(
  tx: DbTransaction,
  wanted: readonly AdoptedStatus[],
): Promise<readonly AdoptedStatus[]> {
  if (wanted.length === 0) return [];
  const desk = await openArrivalDesk(tx, wanted.map(toReference));
  const adopted = wanted.filter((one) => {
    if (one.itemKind === "PAYMENT") return desk.orders.get(one.no)?.status === one.fromStatus;
    const refund = desk.refunds.get(one.no);
    // What the desk sends itself ends as its attempt does, and in no other way.
    return refund?.status === one.fromStatus && refund.origin !== "DESK";
  });
  await askSoon(
    tx,
    wanted.filter((one) => desk.refunds.get(one.no)?.origin === "DESK").map(({ no }) => no),
  );
  for (const one of adopted) adoptStatus(desk, one, one.channelNo);
  await saveDesk(tx, desk);
  for (const one of adopted) await keepAdoption(tx, one);
  return adopted;
}

function toReference({ itemKind, no, orderNo }: AdoptedStatus): ArrivalReference {
  return itemKind === "PAYMENT" ? { type: "known", orderNo: no } : { type: "refund", orderNo, refundNo: no };
}

async function keepAdoption(tx: DbTransaction, one: AdoptedStatus): Promise<void> {
  const policyVersion = "policyVersion" in one.ground ? one.ground.policyVersion : null;
  const inquiryRound = "inquiryRound" in one.ground ? one.ground.inquiryRound : null;
  const rows = await tx.query(
    `INSERT INTO adopted_statuses (channel_id, item_kind, match_key, from_status, to_status, policy_version, inquiry_round,
       item_no, created_at, command_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
    [
      one.channelId,
      one.itemKind,
      one.matchKey,
      one.fromStatus,
      one.status,
      policyVersion,
      inquiryRound,
      one.itemNo,
      tx.context.now,
      tx.context.commandId,
    ],
  );
  invariant(rows.length === 1, "an adopted status is kept");
  const detail = { from: one.fromStatus, to: one.status, itemNo: one.itemNo, policyVersion, inquiryRound };
  const objectType = one.itemKind === "PAYMENT" ? "order" : "refund";
  await appendAudit(tx, { action: "status.adopted", objectType, objectNo: one.no, detail });
}
