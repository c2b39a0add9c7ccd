import "server-only";
import type { HandOverSuspenseItemInput, ReadNotesInput } from "@/contracts/teamwork";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { accept, refuse } from "@/core/result";
import { maskCardNumbers } from "@/core/statements/mask-card-numbers";
import type { SuspenseStatus } from "@/core/suspense/item";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { itemChanged, itemUnknown, lockSuspenseItem } from "@/server/store/suspense-items";
import { findReceiver } from "@/server/teamwork/colleagues";
import { giveItem } from "@/server/teamwork/give-item";
import type { DbTransaction } from "@/server/transact";

type HandedOver = { itemNo: string; status: SuspenseStatus; version: number; to: string };

/** Gives an item to a colleague, or back into the queue of a team, with a note that stays on top until it is read. */
export const handOverSuspenseItem = defineCommand<HandOverSuspenseItemInput, HandedOver>({
  action: "suspense.hand_over",
  permission: "suspense.work",
  object: ({ itemNo }) => ({ type: "suspense", no: itemNo }),
  toHashed: ({ itemNo, expectedVersion, to, note }) => ({ itemNo, expectedVersion, to, note }),
  async effect(tx, { itemNo, expectedVersion, to, note }) {
    const { actor, commandId, now } = tx.context;
    const item = await lockSuspenseItem(tx, itemNo);
    if (!item) return itemUnknown(itemNo);
    if (item.version !== expectedVersion) return itemChanged(item);
    if (to.kind === "person" && to.login === actor.login) {
      return refuse("hand_over_to_oneself", "Take it on instead: it needs no note to yourself. Nothing was changed.");
    }
    const receiver = await findReceiver(tx, to, item.merchantNo, accountingDayOf(now));
    if (!receiver.ok) return receiver;
    const { kind, id, name } = receiver.value;
    const [assigneeId, teamId] = kind === "person" ? [id, undefined] : [null, id];
    const given = await giveItem(tx, item, { assigneeId, ...(teamId === undefined ? {} : { teamId }) });
    if (!given) return itemChanged(item);
    const masked = maskCardNumbers(note, [item.matchKey, item.orderNo, item.channelTradeNo]);
    await tx.query(
      `INSERT INTO hand_overs (item_id, from_id, to_user_id, to_team_id, note, created_at, command_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [item.id, actor.userId, assigneeId, teamId ?? null, masked, now, commandId],
    );
    await appendAudit(tx, {
      action: "suspense.handed_over",
      objectType: "suspense",
      objectNo: itemNo,
      detail: { to: name, toKind: kind, note: masked },
    });
    const status = kind === "person" ? "ASSIGNED" : "OPEN";
    return accept({ itemNo, status, version: item.version + 1, to: name });
  },
});

/** Marks what was written to the actor about an item as read. Reading what is read already changes nothing. */
export const readNotes = defineCommand<ReadNotesInput, { mentions: number; handOvers: number }>({
  action: "suspense.read_notes",
  permission: "suspense.view",
  object: ({ itemNo }) => ({ type: "suspense", no: itemNo }),
  toHashed: ({ itemNo, handOvers }) => ({ itemNo, handOvers }),
  async effect(tx, { itemNo, handOvers: withHandOvers }) {
    const { actor, now } = tx.context;
    const mentions = await tx.query(
      `UPDATE mentions SET read_at = $1 FROM suspense_comments k JOIN suspense_items i ON i.id = k.item_id
       WHERE mentions.comment_id = k.id AND mentions.user_id = $2::bigint AND mentions.read_at IS NULL AND i.item_no = $3
       RETURNING mentions.id`,
      [now, actor.userId, itemNo],
    );
    const handOvers = withHandOvers ? await readHandOvers(tx, itemNo) : [];
    if (handOvers.length > 0) {
      await appendAudit(tx, {
        action: "suspense.hand_over_read",
        objectType: "suspense",
        objectNo: itemNo,
        detail: { notes: handOvers.length },
      });
    }
    return accept({ mentions: mentions.length, handOvers: handOvers.length });
  },
});

/** A note to a team is read when one of the team has read it. */
function readHandOvers(tx: DbTransaction, itemNo: string): Promise<{ id: bigint }[]> {
  const { actor, now } = tx.context;
  return tx.query<{ id: bigint }>(
    `UPDATE hand_overs h SET read_at = $1, read_by = $2::bigint FROM suspense_items i
     WHERE i.id = h.item_id AND i.item_no = $3 AND h.read_at IS NULL
       AND (h.to_user_id = $2::bigint OR h.to_team_id IN (SELECT team_id FROM team_members WHERE user_id = $2::bigint))
     RETURNING h.id`,
    [now, actor.userId, itemNo],
  );
}
