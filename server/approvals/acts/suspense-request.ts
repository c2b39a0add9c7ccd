import "server-only";
import { z } from "zod";
import { type ResolutionChoice, resolutionChoice } from "@/contracts/suspense";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { accept, invariant, type Result } from "@/core/result";
import type { ActDefinition, DependedObject, Weight } from "@/server/approvals/act";
import { observeOrder } from "@/server/approvals/objects/observe-order";
import { observePlan } from "@/server/approvals/objects/observe-plan";
import { observeSuspense } from "@/server/approvals/objects/observe-suspense";
import { lockOrders } from "@/server/store/order-records";
import {
  findSuspenseItem,
  itemUnknown,
  lockSuspenseItem,
  moveSuspenseItem,
  type SuspenseItemRow,
} from "@/server/store/suspense-items";
import { type LoadedResolution, loadResolution } from "@/server/suspense/load-resolution";
import type { DbReader, DbTransaction } from "@/server/transact";

/** What a request about a suspense item freezes, as far as it is read again; its lines are compared as a whole. */
const suspensePayload = z.looseObject({
  itemNo: z.string(),
  resolution: z.string(),
  orderNo: z.string().nullable(),
  counterpartNo: z.string().nullable(),
});
export type SuspensePayload = z.output<typeof suspensePayload>;

/** What the acts about a suspense item have in common: all but what they do in the end. */
export const suspenseRequest = {
  proposedWith: "suspense.propose",
  payload: suspensePayload,
  object: ({ itemNo }) => ({ type: "suspense", no: itemNo }),
  weigh,
  lock,
  observe,
  async giveBack(tx, { itemNo }) {
    const item = await lockSuspenseItem(tx, itemNo, null);
    if (item?.status === "PROPOSED") await moveSuspenseItem(tx, item, { to: "INVESTIGATING" });
  },
} satisfies Omit<ActDefinition<SuspensePayload>, "name" | "execute">;

/**
 * Plans the request once more from the facts as they are. The scope was asked when it was proposed: a counterpart of
 * another merchant does not make it another request.
 */
export async function planRequest(db: DbReader, payload: SuspensePayload): Promise<Result<LoadedResolution>> {
  const item = await findSuspenseItem(db, SYSTEM_ACTOR, payload.itemNo);
  return item ? loadResolution(db, SYSTEM_ACTOR, item, choiceOf(payload)) : itemUnknown(payload.itemNo);
}

export function choiceOf({ resolution, orderNo, counterpartNo }: SuspensePayload): ResolutionChoice {
  return resolutionChoice.parse({ resolution, orderNo, counterpartNo });
}

async function weigh(db: DbReader, payload: SuspensePayload): Promise<Weight> {
  const item = await findSuspenseItem(db, SYSTEM_ACTOR, payload.itemNo);
  const loaded = await planRequest(db, payload);
  invariant(item && loaded.ok, `${payload.itemNo} was just planned`);
  return { ...weightOf(item, loaded.value), editorIds: await listEditors(db, item.itemNo) };
}

/** A loss has rules of its own. Money of a merchant counts together with what else is asked for that merchant. */
export function weightOf(item: SuspenseItemRow, { plan, owner: { merchant } }: LoadedResolution): Weight {
  const { resolution } = plan;
  const act = resolution === "MATCH_BY_HAND" ? "MATCH_BY_HAND" : "SUSPENSE_RESOLUTION";
  return {
    ruledAct: resolution === "WRITE_OFF_AS_LOSS" ? "LOSS_WRITE_OFF" : act,
    amount: { amountMinor: item.amountMinor, asset: item.asset },
    payee: merchant ? `merchant ${merchant.no}` : null,
    merchantId: merchant?.id ?? null,
    editorIds: [],
  };
}

/** Who took the item on, or proposed something about it. To comment is not to edit: a checker may ask. */
export async function listEditors(db: DbReader, itemNo: string): Promise<string[]> {
  const rows = await db.query<{ id: bigint }>(
    `SELECT DISTINCT actor_id AS id FROM audit_events
     WHERE object_type = 'suspense' AND object_no = $1 AND outcome = 'DONE' AND actor_id IS NOT NULL
       AND action IN ('suspense.claimed', 'suspense.proposed')`,
    [itemNo],
  );
  return rows.map(({ id }) => `${id}`);
}

/** From here on neither the item, nor its order, nor its counterpart can change between the plan and its execution. */
async function lock(tx: DbTransaction, { itemNo, orderNo, counterpartNo }: SuspensePayload): Promise<void> {
  await lockSuspenseItem(tx, itemNo, null);
  if (orderNo !== null) await lockOrders(tx, [orderNo]);
  if (counterpartNo !== null) await lockSuspenseItem(tx, counterpartNo, null);
}

/** The item, its order and its counterpart, and the plan: the very lines that would be posted. */
async function observe(db: DbReader, payload: SuspensePayload): Promise<Result<readonly DependedObject[]>> {
  const { itemNo, orderNo, counterpartNo } = payload;
  const item = await observeSuspense(db, itemNo);
  if (!item) return itemUnknown(itemNo);
  const loaded = await planRequest(db, payload);
  const others = [
    orderNo === null ? null : await observeOrder(db, orderNo),
    counterpartNo === null ? null : await observeSuspense(db, counterpartNo),
  ];
  return accept([item, ...others.filter((one) => one !== null), observePlan(itemNo, loaded)]);
}
