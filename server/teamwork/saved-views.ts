import "server-only";
import { isPermitted } from "@/core/permissions/permissions";
import { accept, type Refusal, type Result, refuse } from "@/core/result";
import type { DbTransaction } from "@/server/transact";

const MAX_OWN = 40;

/** Whose view it is, or will be. Only they change it, and who arranges the work of teams. */
export async function findViewOwner(tx: DbTransaction, viewId: string | null): Promise<Result<string>> {
  const { userId, roles } = tx.context.actor;
  if (userId === null) return refuse("maker_missing", "Only a person has views.");
  if (viewId === null) {
    const [own] = await tx.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM saved_views WHERE owner_id = $1",
      [userId],
    );
    if ((own?.count ?? 0) < MAX_OWN) return accept(userId);
    return refuse("views_too_many", `You have ${MAX_OWN} views. Delete one first.`, { most: `${MAX_OWN}` });
  }
  const [view] = await tx.query<{ ownerId: string; isShared: boolean }>(
    `SELECT owner_id::text AS "ownerId", team_id IS NOT NULL AS "isShared" FROM saved_views WHERE id = $1 FOR UPDATE`,
    [viewId],
  );
  if (!view || (view.ownerId !== userId && !view.isShared)) return refuseUnknownView();
  if (view.ownerId === userId || isPermitted(roles, "suspense.route")) return accept(view.ownerId);
  return refuse("view_of_another", "Only who made this view changes it. Save it under a name of your own.");
}

export function refuseUnknownView(): { ok: false; refusal: Refusal } {
  return refuse("view_unknown", "There is no such view any more, or it is not shared with you.");
}

/** From now on their queue opens with it. */
export async function setDefaultView(tx: DbTransaction, viewId: string): Promise<void> {
  await tx.query(
    `INSERT INTO default_views (user_id, view_id) VALUES ($1, $2)
     ON CONFLICT (user_id) DO UPDATE SET view_id = excluded.view_id`,
    [tx.context.actor.userId, viewId],
  );
}
