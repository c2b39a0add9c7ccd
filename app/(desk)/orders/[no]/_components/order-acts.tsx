import { AskRefundDialog } from "@/components/refund/ask-refund-dialog";
import { NoteDisputeDialog } from "@/components/refund/note-dispute-dialog";
import type { OrderStoryDto } from "@/contracts/order-views";
import { sumMinor } from "@/core/money/money";
import type { Actor } from "@/core/permissions/actor";
import { leftOf, withoutDisputed } from "@/core/refunds/split-refund";
import { may } from "@/server/auth/may";
import { askRefundAction, noteDisputeAction } from "../../actions";

type OrderActsProps = { actor: Actor; story: OrderStoryDto };

/** What can be asked for about a paid order, by those who may. */
export function OrderActs({ actor, story: { order, legs } }: OrderActsProps) {
  if (order?.status !== "PAID") return null;
  const left = legs.map((leg) => ({
    kind: leg.kind,
    minor: leftOf(
      withoutDisputed({
        kind: leg.kind,
        paidMinor: BigInt(leg.paidMinor),
        refundedMinor: BigInt(leg.refundedMinor),
        disputedMinor: BigInt(leg.disputedMinor),
      }),
    ),
  }));
  const leftMinor = sumMinor(left.map(({ minor }) => minor));
  const cashMinor = sumMinor(left.filter(({ kind }) => kind === "CHANNEL").map(({ minor }) => minor));
  const { orderNo, asset } = order;
  return (
    <div className="flex flex-wrap gap-2">
      {may(actor, "dispute.note") && cashMinor > 0n ? (
        <NoteDisputeDialog order={{ orderNo, asset, leftMinor: `${cashMinor}` }} note={noteDisputeAction} />
      ) : null}
      {may(actor, "refund.ask") ? (
        <AskRefundDialog order={{ orderNo, asset, leftMinor: `${leftMinor}` }} ask={askRefundAction} />
      ) : null}
    </div>
  );
}
