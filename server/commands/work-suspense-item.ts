import "server-only";
import type { CommentOnSuspenseItemInput, SuspenseItemReference } from "@/contracts/suspense";
import { accept, invariant, type Result, refuse } from "@/core/result";
import { maskCardNumbers } from "@/core/statements/mask-card-numbers";
import type { SuspenseStatus } from "@/core/suspense/item";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { itemChanged, itemUnknown, lockSuspenseItem, moveSuspenseItem } from "@/server/store/suspense-items";
import { noteMentions } from "@/server/teamwork/note-mentions";
import type { DbTransaction } from "@/server/transact";

type Worked = { itemNo: string; status: SuspenseStatus; version: number };

/** Takes an item on: it becomes ASSIGNED to the actor, also out of a colleague's hands. */
export const claimSuspenseItem = defineCommand<SuspenseItemReference, Worked>({
  action: "suspense.claim",
  permission: "suspense.work",
  object: ({ itemNo }) => ({ type: "suspense", no: itemNo }),
  toHashed: ({ itemNo, expectedVersion }) => ({ itemNo, expectedVersion }),
  effect: (tx, reference) => moveAsWork(tx, reference, "ASSIGNED", tx.context.actor.userId, "suspense.claimed"),
});

/** Puts an item back into the queue. */
export const releaseSuspenseItem = defineCommand<SuspenseItemReference, Worked>({
  action: "suspense.release",
  permission: "suspense.work",
  object: ({ itemNo }) => ({ type: "suspense", no: itemNo }),
  toHashed: ({ itemNo, expectedVersion }) => ({ itemNo, expectedVersion }),
  effect: (tx, reference) => moveAsWork(tx, reference, "OPEN", null, "suspense.released"),
});

async function moveAsWork(
  tx: DbTransaction,
  { itemNo, expectedVersion }: SuspenseItemReference,
  to: SuspenseStatus,
  assigneeId: string | null,
  action: string,
): Promise<Result<Worked>> {
  const item = await lockSuspenseItem(tx, itemNo);
  if (!item) return itemUnknown(itemNo);
  const isOpen = item.status === "OPEN" || item.status === "ASSIGNED" || item.status === "INVESTIGATING";
  if (item.version !== expectedVersion || !isOpen) return itemChanged(item);
  if (to === "ASSIGNED" && assigneeId === null) {
    return refuse("assignee_missing", "Only a person can take an item on.");
  }
  if (!(await moveSuspenseItem(tx, item, { to, assigneeId }))) return itemChanged(item);
  await appendAudit(tx, { action, objectType: "suspense", objectNo: itemNo, detail: { from: item.status, to } });
  return accept({ itemNo, status: to, version: item.version + 1 });
}

/** Writes a comment and tells whom it mentions. On an item of one's own it also says that the investigation has begun. */
export const commentOnSuspenseItem = defineCommand<CommentOnSuspenseItemInput, Worked>({
  action: "suspense.comment",
  permission: "suspense.work",
  object: ({ itemNo }) => ({ type: "suspense", no: itemNo }),
  toHashed: ({ itemNo, body }) => ({ itemNo, body }),
  async effect(tx, { itemNo, body }) {
    const item = await lockSuspenseItem(tx, itemNo);
    if (!item) return itemUnknown(itemNo);
    const { actor, commandId, now } = tx.context;
    const masked = maskCardNumbers(body, [item.matchKey, item.orderNo, item.channelTradeNo]);
    const [comment] = await tx.query<{ id: bigint }>(
      "INSERT INTO suspense_comments (item_id, author_id, body, created_at, command_id) VALUES ($1, $2, $3, $4, $5) RETURNING id",
      [item.id, actor.userId, masked, now, commandId],
    );
    invariant(comment, "a comment that was written has its row");
    const mentioned = await noteMentions(tx, item, { id: comment.id, body: masked });
    if (!mentioned.ok) return mentioned;
    const isMine = item.assigneeId !== null && item.assigneeId.toString() === actor.userId;
    const begins = isMine && item.status === "ASSIGNED";
    if (begins) await moveSuspenseItem(tx, item, { to: "INVESTIGATING" });
    await appendAudit(tx, {
      action: "suspense.commented",
      objectType: "suspense",
      objectNo: itemNo,
      detail: { body: masked, ...(mentioned.value.length > 0 ? { mentioned: mentioned.value } : {}) },
    });
    return accept({
      itemNo,
      status: begins ? "INVESTIGATING" : item.status,
      version: item.version + (begins ? 1 : 0),
    });
  },
});
