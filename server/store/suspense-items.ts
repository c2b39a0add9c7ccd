import "server-only";
import type { Actor } from "@/core/permissions/actor";
import { type Refusal, refuse } from "@/core/result";
import type { BreakKind, Direction, SuspenseStatus } from "@/core/suspense/item";
import { statusesBefore } from "@/core/suspense/transitions";
import type { DbReader, DbTransaction } from "@/server/transact";

export type SuspenseItemRow = {
  readonly id: bigint;
  readonly itemNo: string;
  readonly channelId: bigint;
  readonly kind: BreakKind;
  readonly itemKind: "PAYMENT" | "REFUND";
  readonly direction: Direction;
  readonly amountMinor: bigint;
  readonly asset: string;
  readonly matchKey: string;
  readonly orderNo: string | null;
  readonly refundNo: string | null;
  readonly channelTradeNo: string | null;
  readonly merchantId: bigint | null;
  readonly merchantNo: string | null;
  readonly status: SuspenseStatus;
  readonly assigneeId: bigint | null;
  readonly openedVoucherId: bigint;
  /** How often a resolution of it was taken back. */
  readonly reopenedCount: number;
  readonly version: number;
};

const SELECT = `
  SELECT i.id, i.item_no AS "itemNo", i.channel_id AS "channelId", i.kind, i.item_kind AS "itemKind", i.direction,
         i.amount_minor AS "amountMinor", i.asset, i.match_key AS "matchKey", i.order_no AS "orderNo",
         i.refund_no AS "refundNo", i.channel_trade_no AS "channelTradeNo", i.merchant_id AS "merchantId",
         m.merchant_no AS "merchantNo", i.status, i.assignee_id AS "assigneeId",
         i.opened_voucher_id AS "openedVoucherId", i.reopened_count AS "reopenedCount", i.version
  FROM suspense_items i LEFT JOIN merchants m ON m.id = i.merchant_id
  WHERE i.item_no = $1 AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2))`;

/** The item, or null when there is none or it is of a merchant outside the actor's scope: both look the same. */
export async function findSuspenseItem(db: DbReader, actor: Actor, itemNo: string): Promise<SuspenseItemRow | null> {
  const [row] = await db.query<SuspenseItemRow>(SELECT, [itemNo, actor.scope]);
  return row ?? null;
}

/** The same, locked. `scope` is null where the caller has checked the scope by the request that the item belongs to. */
export async function lockSuspenseItem(
  tx: DbTransaction,
  itemNo: string,
  scope: Actor["scope"] = tx.context.actor.scope,
): Promise<SuspenseItemRow | null> {
  const [row] = await tx.query<SuspenseItemRow>(`${SELECT} FOR UPDATE OF i`, [itemNo, scope]);
  return row ?? null;
}

export type ItemChange = {
  readonly to: SuspenseStatus;
  readonly assigneeId?: string | null;
  readonly resolution?: string;
  readonly resolvedVoucherId?: bigint;
};

/**
 * The one way an item changes: from a status that allows it and from the version that was seen. False when somebody
 * was faster.
 */
export async function moveSuspenseItem(
  tx: DbTransaction,
  item: Pick<SuspenseItemRow, "id" | "version" | "status">,
  change: ItemChange,
): Promise<boolean> {
  const from = [...statusesBefore(change.to), change.to].filter((status) => status === item.status);
  const rows = await tx.query<{ id: bigint }>(
    `UPDATE suspense_items SET status = $3, version = version + 1, command_id = $4,
       assignee_id = CASE WHEN $5 THEN $6::bigint ELSE assignee_id END,
       assigned_at = CASE WHEN NOT $5 THEN assigned_at WHEN $6::bigint IS NOT NULL THEN $9::timestamptz END,
       snoozed_until = CASE WHEN $5 OR $3 = 'PROPOSED' THEN NULL ELSE snoozed_until END,
       snooze_reason = CASE WHEN $5 OR $3 = 'PROPOSED' THEN NULL ELSE snooze_reason END,
       resolution = coalesce($7, resolution), resolved_voucher_id = coalesce($8, resolved_voucher_id),
       resolved_at = CASE WHEN $8::bigint IS NULL THEN resolved_at ELSE $9 END
     WHERE id = $1 AND version = $2 AND status = ANY ($10) RETURNING id`,
    [
      item.id,
      item.version,
      change.to,
      tx.context.commandId,
      change.assigneeId !== undefined,
      change.assigneeId ?? null,
      change.resolution ?? null,
      change.resolvedVoucherId ?? null,
      tx.context.now,
      from,
    ],
  );
  return rows.length === 1;
}

/**
 * Gives a resolved item back to its investigation by whoever asked for it, with its whole time before it again. False when
 * somebody was faster. Its voucher has been reversed in this command, see the guards.
 */
export async function reopenSuspenseItem(
  tx: DbTransaction,
  item: Pick<SuspenseItemRow, "id" | "version">,
  assigneeId: bigint,
): Promise<boolean> {
  const rows = await tx.query<{ id: bigint }>(
    `UPDATE suspense_items i SET status = 'INVESTIGATING', assignee_id = $3, resolution = NULL, resolved_voucher_id = NULL,
       resolved_at = NULL, reopened_count = reopened_count + 1, version = i.version + 1, command_id = $4,
       due_on = bank_day_after(($5::timestamptz AT TIME ZONE 'Asia/Shanghai')::date, l.bank_days)
     FROM service_levels l
     WHERE i.id = $1 AND i.version = $2 AND i.status = 'RESOLVED' AND l.id = i.service_level_id RETURNING i.id`,
    [item.id, item.version, assigneeId, tx.context.commandId, tx.context.now],
  );
  return rows.length === 1;
}

export function itemUnknown(itemNo: string): { ok: false; refusal: Refusal } {
  return refuse("suspense_item_unknown", `There is no suspense item ${itemNo} that you may see.`, { itemNo });
}

export function itemChanged(item: Pick<SuspenseItemRow, "itemNo" | "status">): { ok: false; refusal: Refusal } {
  return refuse(
    "suspense_item_changed",
    `${item.itemNo} has changed since you opened it and is ${item.status} now. Look again; nothing was done.`,
    { itemNo: item.itemNo, status: item.status },
  );
}
