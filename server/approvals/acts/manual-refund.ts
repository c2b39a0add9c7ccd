import "server-only";
import { type ManualRefundPayload, manualRefundPayload } from "@/contracts/refunds";
import { listRoutes } from "@/core/refunds/route";
import { accept, invariant, type Result, refuse } from "@/core/result";
import { type DependedObject, defineAct } from "@/server/approvals/act";
import { observeAskedRefund } from "@/server/approvals/objects/observe-asked-refund";
import { appendAudit } from "@/server/audit/append-audit";
import { getClock } from "@/server/clock";
import { enqueue } from "@/server/outbox/enqueue";
import { acceptRefund } from "@/server/refunds/accept-refund";
import { describeRefund } from "@/server/refunds/describe-refund";
import { giveBackRefund } from "@/server/refunds/give-back-refund";
import { loadRefundFacts, orderUnknown } from "@/server/refunds/load-refund-facts";
import { lockOrders, lockRefunds } from "@/server/store/order-records";
import type { DbReader } from "@/server/transact";

/** A refund that a person or another system asked for: booked and sent when it is approved. */
export const manualRefund = defineAct<ManualRefundPayload>({
  name: "MANUAL_REFUND",
  proposedWith: "refund.ask",
  payload: manualRefundPayload,
  object: ({ refundNo }) => ({ type: "refund", no: refundNo }),
  async weigh(db, { orderNo, amountMinor, asset, payeeDigest }) {
    const subject = await loadRefundFacts(db, null, orderNo);
    invariant(subject, `${orderNo} was just looked at`);
    return {
      ruledAct: "MANUAL_REFUND",
      amount: { amountMinor, asset },
      // Many small refunds of one payment, or to one account, are one large refund.
      payee: payeeDigest === "" ? `payer of ${orderNo}` : `account ${payeeDigest}`,
      merchantId: subject.merchant.id,
      editorIds: [],
    };
  },
  async lock(tx, { orderNo, refundNo }) {
    await lockOrders(tx, [orderNo]);
    await lockRefunds(tx, [refundNo]);
  },
  observe,
  async execute(tx, payload, { id, approvalNo }) {
    const accepted = await acceptRefund(tx, payload, id);
    if (!accepted.ok) return accepted;
    const { voucherNo } = accepted.value;
    const detail = { approvalNo, voucherNo };
    await appendAudit(tx, { action: "refund.accepted", objectType: "refund", objectNo: payload.refundNo, detail });
    await enqueue(tx, "books.prove", { voucherNo });
    return accept({ voucherNo });
  },
  giveBack: giveBackRefund,
  describe: describeRefund,
});

/** The refund itself, the payment that it gives back, and the merchant who bears it. */
async function observe(db: DbReader, payload: ManualRefundPayload): Promise<Result<readonly DependedObject[]>> {
  const { refundNo, orderNo } = payload;
  const refund = await observeAskedRefund(db, refundNo);
  if (!refund) return refuse("refund_unknown", `There is no refund ${refundNo}.`, { refundNo });
  const payment = await observePayment(db, payload);
  return payment ? accept([refund, payment]) : orderUnknown(orderNo);
}

/**
 * The payment without what other refunds take of it: each of those holds its own part, and voids nobody else's request.
 * But whether this one's part is still held counts, and whether its route is still open.
 */
async function observePayment(
  db: DbReader,
  { orderNo, route, channelMinor }: ManualRefundPayload,
): Promise<DependedObject | null> {
  const subject = await loadRefundFacts(db, null, orderNo);
  if (!subject) return null;
  const [more] = await db.query<{
    payer: string | null;
    tradeNo: string | null;
    bookedBy: string | null;
    isHeld: boolean;
  }>(
    `SELECT o.payer_hint AS payer, o.channel_trade_no AS "tradeNo", o.booked_by AS "bookedBy",
            (SELECT bool_and(l.refunded_minor = (
               SELECT coalesce(sum(r.leg_amounts[l.leg_no]), 0) FROM refunds r WHERE r.order_no = o.order_no
                 AND r.origin <> 'SUSPENSE' AND r.status NOT IN ('FAILED', 'REFUSED')))
             FROM order_legs l WHERE l.order_no = o.order_no) AS "isHeld"
     FROM orders o WHERE o.order_no = $1`,
    [orderNo],
  );
  invariant(more, `${orderNo} was just looked at`);
  const { status, asset, paidAt, channelCode, merchant, underReview, legs } = subject;
  const isRouteOpen =
    channelMinor === 0n ||
    paidAt === null ||
    listRoutes({ ...subject, paidAt }, getClock().now()).routes.includes(route);
  const facts = {
    status,
    asset,
    paidAt: paidAt?.toISOString() ?? null,
    merchantNo: merchant.no,
    channel: channelCode,
    underReview,
    isRouteOpen,
    ...more,
    legs: legs.map(({ kind, funder, paidMinor, disputedMinor }) => ({
      kind,
      funder,
      paidMinor: `${paidMinor}`,
      disputedMinor: `${disputedMinor}`,
    })),
  };
  return { type: "payment", no: orderNo, version: null, facts };
}
