import "server-only";
import type { SuspenseItemReference } from "@/contracts/suspense";
import type { SnoozeSuspenseItemInput } from "@/contracts/teamwork";
import { accountingDayOf, addDays } from "@/core/calendar/settlement-day";
import { accept, type Result, refuse } from "@/core/result";
import { maskCardNumbers } from "@/core/statements/mask-card-numbers";
import type { SuspenseStatus } from "@/core/suspense/item";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { itemChanged, itemUnknown, lockSuspenseItem, type SuspenseItemRow } from "@/server/store/suspense-items";
import type { DbTransaction } from "@/server/transact";

/** Longer than any channel takes to answer; what is put off for longer is forgotten. */
export const MAX_SNOOZE_DAYS = 60;

type Worked = { itemNo: string; status: SuspenseStatus; version: number };

/**
 * Puts an item off until a day: it leaves the queue, and on that day it is back by itself, since the queue asks for the
 * day and nobody has to wake it.
 */
export const snoozeSuspenseItem = defineCommand<SnoozeSuspenseItemInput, Worked>({
  action: "suspense.snooze",
  permission: "suspense.work",
  object: ({ itemNo }) => ({ type: "suspense", no: itemNo }),
  toHashed: ({ itemNo, expectedVersion, until, reason }) => ({ itemNo, expectedVersion, until, reason }),
  async effect(tx, { itemNo, expectedVersion, until, reason }) {
    const item = await lockSuspenseItem(tx, itemNo);
    if (!item) return itemUnknown(itemNo);
    if (item.version !== expectedVersion) return itemChanged(item);
    const today = accountingDayOf(tx.context.now);
    const lastDay = addDays(today, MAX_SNOOZE_DAYS);
    if (until <= today || until > lastDay) {
      const message = `An item can be put off from tomorrow until ${lastDay}. Nothing was changed.`;
      return refuse("snooze_day_invalid", message, { lastDay });
    }
    const { actor } = tx.context;
    if (item.assigneeId !== null && `${item.assigneeId}` !== actor.userId) {
      return refuse("suspense_item_taken", `${itemNo} is with somebody else, who would lose sight of it.`, { itemNo });
    }
    const masked = maskCardNumbers(reason, [item.matchKey, item.orderNo, item.channelTradeNo]);
    return setSnooze(tx, item, { until, reason: masked });
  },
});

/** Brings an item back before its day. */
export const wakeSuspenseItem = defineCommand<SuspenseItemReference, Worked>({
  action: "suspense.wake",
  permission: "suspense.work",
  object: ({ itemNo }) => ({ type: "suspense", no: itemNo }),
  toHashed: ({ itemNo, expectedVersion }) => ({ itemNo, expectedVersion }),
  async effect(tx, { itemNo, expectedVersion }) {
    const item = await lockSuspenseItem(tx, itemNo);
    if (!item) return itemUnknown(itemNo);
    return item.version === expectedVersion ? setSnooze(tx, item, null) : itemChanged(item);
  },
});

async function setSnooze(
  tx: DbTransaction,
  item: SuspenseItemRow,
  snooze: { readonly until: string; readonly reason: string } | null,
): Promise<Result<Worked>> {
  const rows = await tx.query<{ version: number }>(
    `UPDATE suspense_items SET snoozed_until = $3, snooze_reason = $4, version = version + 1, command_id = $5
     WHERE id = $1 AND version = $2 AND status IN ('OPEN', 'ASSIGNED', 'INVESTIGATING')
       AND ($3::date IS NOT NULL OR snoozed_until IS NOT NULL)
     RETURNING version`,
    [item.id, item.version, snooze?.until ?? null, snooze?.reason ?? null, tx.context.commandId],
  );
  const [changed] = rows;
  if (!changed) return itemChanged(item);
  await appendAudit(tx, {
    action: snooze ? "suspense.snoozed" : "suspense.woken",
    objectType: "suspense",
    objectNo: item.itemNo,
    detail: snooze ? { until: snooze.until, reason: snooze.reason } : {},
  });
  return accept({ itemNo: item.itemNo, status: item.status, version: changed.version });
}
