import { AskRefundDialog } from "@/components/refund/ask-refund-dialog";
import { NoteDisputeDialog } from "@/components/refund/note-dispute-dialog";
import type { OrderStoryDto } from "@/contracts/order-views";
import type { Actor } from "@/core/permissions/actor";
import { may } from "@/server/auth/may";
import { askRefundAction, noteDisputeAction } from "../../actions";

type OrderActsProps = { actor: Actor; story: OrderStoryDto };

/** What can be asked for about a paid order, by those who may. */
export function OrderActs({ actor, story: { order, left } }: OrderActsProps) {
  if (order?.status !== "PAID" || left === null) return null;
  const { orderNo, asset } = order;
  return (
    <div className="flex flex-wrap gap-2">
      {may(actor, "dispute.note") && left.cashMinor !== "0" ? (
        <NoteDisputeDialog order={{ orderNo, asset, leftMinor: left.cashMinor }} note={noteDisputeAction} />
      ) : null}
      {may(actor, "refund.ask") ? (
        <AskRefundDialog order={{ orderNo, asset, leftMinor: left.allMinor }} ask={askRefundAction} />
      ) : null}
    </div>
  );
}
