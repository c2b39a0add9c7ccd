import "server-only";
import { findChannelClient } from "@/server/channels/find-channel-client";
import { prepareAttempt } from "@/server/money-out/attempts";
import type { SuspenseItemRow } from "@/server/store/suspense-items";
import type { DbTransaction } from "@/server/transact";

/**
 * Sends suspense money back as it came, where the channel knows the payment by its number and can be asked: a payment that
 * is wholly in suspense. A part of a payment, or a channel without a client, is left to the order system, as ever.
 */
export async function sendSuspenseRefund(tx: DbTransaction, item: SuspenseItemRow, refundNo: string): Promise<void> {
  if (item.kind !== "LONG" || item.itemKind !== "PAYMENT" || item.channelTradeNo === null) return;
  const [channel] = await tx.query<{ code: string }>("SELECT code FROM channels WHERE id = $1", [item.channelId]);
  if (!channel || findChannelClient(channel.code) === null) return;
  await prepareAttempt(tx, {
    kind: "REFUND",
    objectNo: refundNo,
    operation: "REFUND",
    channelId: item.channelId,
    amountMinor: item.amountMinor,
    asset: item.asset,
    payeeDigest: "",
    outNo: refundNo,
  });
}
