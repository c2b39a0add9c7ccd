import "server-only";
import type { SuspenseItemRow } from "@/server/store/suspense-items";
import type { DbTransaction } from "@/server/transact";

/**
 * Puts an open item into somebody's hands, or with null into nobody's: from the version that was seen, and only while no
 * checker has it. `teamId` undefined leaves it with its team. It wakes, since whoever gets it has not seen it. False when
 * somebody was faster.
 */
export async function giveItem(
  tx: DbTransaction,
  item: Pick<SuspenseItemRow, "id" | "version">,
  { assigneeId, teamId }: { readonly assigneeId: bigint | null; readonly teamId?: bigint | null },
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE suspense_items SET status = $3, assignee_id = $4, assigned_at = CASE WHEN $4::bigint IS NULL THEN NULL ELSE $5::timestamptz END,
       team_id = CASE WHEN $6 THEN $7::bigint ELSE team_id END, snoozed_until = NULL, snooze_reason = NULL,
       version = version + 1, command_id = $8
     WHERE id = $1 AND version = $2 AND status IN ('OPEN', 'ASSIGNED', 'INVESTIGATING') RETURNING id`,
    [
      item.id,
      item.version,
      assigneeId === null ? "OPEN" : "ASSIGNED",
      assigneeId,
      tx.context.now,
      teamId !== undefined,
      teamId ?? null,
      tx.context.commandId,
    ],
  );
  return rows.length === 1;
}
