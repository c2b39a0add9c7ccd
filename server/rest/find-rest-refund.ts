import "server-only";
import type { RestRefund } from "@/contracts/refunds";
import type { Actor } from "@/core/permissions/actor";
import { findStoryRefund } from "@/server/queries/order-story/find-subject";

/** A refund as other systems see it; null where there is none in the scope of the key's owner. */
export async function findRestRefund(actor: Actor, refundNo: string): Promise<RestRefund | null> {
  const refund = await findStoryRefund(actor, refundNo);
  if (!refund) return null;
  const { asset, orderNo, status, origin, route, approvalNo, channelRefundNo, receivedAt, succeededAt } = refund;
  return {
    refundNo,
    orderNo,
    status,
    origin,
    route,
    amount: { amountMinor: refund.amountMinor, asset },
    cash: { amountMinor: refund.channelMinor, asset },
    approvalNo,
    channelRefundNo,
    createdAt: receivedAt,
    succeededAt,
  };
}
