import "server-only";
import { z } from "zod";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { accept, invariant } from "@/core/result";
import { defineAct } from "@/server/approvals/act";
import { observeClaim } from "@/server/approvals/objects/observe-claim";
import { observeOrder } from "@/server/approvals/objects/observe-order";
import { observePlan } from "@/server/approvals/objects/observe-plan";
import { observeRefund } from "@/server/approvals/objects/observe-refund";
import { observeSuspense } from "@/server/approvals/objects/observe-suspense";
import { enqueue } from "@/server/outbox/enqueue";
import { lockClaim } from "@/server/store/claims";
import { lockOrders, lockRefunds } from "@/server/store/order-records";
import { findSuspenseItem, itemUnknown, lockSuspenseItem } from "@/server/store/suspense-items";
import { executeReopening } from "@/server/suspense/execute-reopening";
import { loadReopening } from "@/server/suspense/load-reopening";
import { listEditors } from "./suspense-request";

const plannedLine = z.object({ side: z.enum(["DEBIT", "CREDIT"]), accountNo: z.string(), amountMinor: z.string() });
/** What a request froze, as far as it is read again; its lines are compared as a whole. */
const reopening = z.looseObject({
  itemNo: z.string(),
  resolution: z.string(),
  lines: z.array(plannedLine),
  orderNo: z.string().nullable(),
  refundNo: z.string().nullable(),
  claimNo: z.string().nullable(),
});

/** Takes the resolution of an item back by reversing its voucher; the item is investigated once more. */
export const suspenseReopening = defineAct({
  name: "SUSPENSE_REOPENING",
  proposedWith: "suspense.propose",
  payload: reopening,
  object: ({ itemNo }) => ({ type: "suspense", no: itemNo }),
  async weigh(db, { itemNo }) {
    const item = await findSuspenseItem(db, SYSTEM_ACTOR, itemNo);
    invariant(item, `${itemNo} was just planned`);
    return {
      ruledAct: "SUSPENSE_REOPENING",
      amount: { amountMinor: item.amountMinor, asset: item.asset },
      payee: null,
      merchantId: item.merchantId,
      editorIds: await listEditors(db, itemNo),
    };
  },
  async lock(tx, { itemNo, orderNo, refundNo, claimNo }) {
    // Whether its break is still there is a run's to say: none runs between the plan and its execution.
    await tx.query(
      "SELECT pg_advisory_xact_lock(hashtext('reconciliation'), channel_id::int) FROM suspense_items WHERE item_no = $1",
      [itemNo],
    );
    await lockSuspenseItem(tx, itemNo, null);
    if (orderNo !== null) await lockOrders(tx, [orderNo]);
    if (refundNo !== null) await lockRefunds(tx, [refundNo]);
    if (claimNo !== null) await lockClaim(tx, claimNo);
  },
  async observe(db, { itemNo, orderNo, refundNo, claimNo }) {
    const item = await observeSuspense(db, itemNo);
    if (!item) return itemUnknown(itemNo);
    const others = [
      orderNo === null ? null : await observeOrder(db, orderNo),
      refundNo === null ? null : await observeRefund(db, refundNo),
      claimNo === null ? null : await observeClaim(db, claimNo),
    ];
    const plan = observePlan(itemNo, await loadReopening(db, itemNo));
    return accept([item, ...others.filter((one) => one !== null), plan]);
  },
  async execute(tx, { itemNo }, approval) {
    const item = await lockSuspenseItem(tx, itemNo, null);
    const loaded = await loadReopening(tx, itemNo);
    invariant(item && loaded.ok, `${approval.approvalNo} was just compared with the facts`);
    const { voucherNo } = await executeReopening(tx, approval, item, loaded.value);
    await enqueue(tx, "books.prove", { voucherNo });
    return accept({ voucherNo });
  },
  async describe(db, payload) {
    const { itemNo, resolution, orderNo, refundNo, claimNo, lines } = payload;
    const loaded = await loadReopening(db, itemNo);
    const order = loaded.ok ? loaded.value.plan.orderBecomes : null;
    return {
      subject: { kind: "object", object: "suspense", no: itemNo },
      changes: [
        { field: "status", before: stateOf("RESOLVED"), after: stateOf("INVESTIGATING") },
        {
          field: "resolution",
          before: { kind: "message", key: `act.SUSPENSE_REOPENING.resolution.${resolution}` },
          after: null,
        },
        ...(orderNo === null
          ? []
          : [{ field: "order", before: named("order", orderNo), after: order && stateOf(order) }]),
        ...(refundNo === null
          ? []
          : [{ field: "refund", before: named("refund", refundNo), after: stateOf("FAILED") }]),
        ...(claimNo === null
          ? []
          : [{ field: "claim", before: named("claim", claimNo), after: stateOf("TAKEN_BACK") }]),
      ],
      lines,
    };
  },
});

const stateOf = (state: string) => ({ kind: "message", key: `act.SUSPENSE_REOPENING.value.${state}` }) as const;
const named = (object: string, no: string) => ({ kind: "object", object, no }) as const;
