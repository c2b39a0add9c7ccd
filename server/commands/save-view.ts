import "server-only";
import type { SaveViewInput } from "@/contracts/saved-views";
import { accept, type Result, refuse } from "@/core/result";
import { defineCommand } from "@/server/command";
import { findViewOwner, setDefaultView } from "@/server/teamwork/saved-views";
import type { DbTransaction } from "@/server/transact";

/** Keeps filters, order and columns of the queue under a name, for oneself or for a team that one is in. */
export const saveView = defineCommand<SaveViewInput, { viewId: string; search: string }>({
  action: "view.save",
  permission: "suspense.view",
  object: ({ viewId }) => ({ type: "saved_view", no: viewId ?? "next" }),
  toHashed: ({ commandId: _, ...view }) => view,
  async effect(tx, { viewId, name, search, team, isDefault }) {
    const owner = await findViewOwner(tx, viewId);
    if (!owner.ok) return owner;
    const teamId = await findOwnTeam(tx, team);
    if (!teamId.ok) return teamId;
    const taken = await findNamesake(tx, { viewId, name, teamId: teamId.value, ownerId: owner.value });
    if (taken) return refuse("view_name_taken", `There is a view called ${name} already.`, { name });
    const { now, commandId } = tx.context;
    const values = [name, search, teamId.value, now, commandId];
    const [saved] = await tx.query<{ id: bigint }>(
      viewId === null
        ? `INSERT INTO saved_views (name, search, team_id, updated_at, command_id, owner_id) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`
        : `UPDATE saved_views SET name = $1, search = $2, team_id = $3, updated_at = $4, command_id = $5 WHERE id = $6 RETURNING id`,
      [...values, viewId ?? owner.value],
    );
    if (isDefault && saved) await setDefaultView(tx, `${saved.id}`);
    return accept({ viewId: `${saved?.id ?? ""}`, search });
  },
});

async function findOwnTeam(tx: DbTransaction, code: string | null): Promise<Result<bigint | null>> {
  if (code === null) return accept(null);
  const [team] = await tx.query<{ id: bigint }>(
    `SELECT t.id FROM teams t JOIN team_members m ON m.team_id = t.id
     WHERE t.code = $1 AND m.user_id = $2 AND t.archived_at IS NULL`,
    [code, tx.context.actor.userId],
  );
  if (team) return accept(team.id);
  return refuse("view_team_foreign", "A view is shared with a team that you are in.", { team: code });
}

type Named = { viewId: string | null; name: string; teamId: bigint | null; ownerId: string };

async function findNamesake(tx: DbTransaction, { viewId, name, teamId, ownerId }: Named): Promise<boolean> {
  const rows = await tx.query(
    `SELECT 1 FROM saved_views WHERE lower(btrim(name)) = lower(btrim($1)) AND id IS DISTINCT FROM $2::bigint
       AND CASE WHEN $3::bigint IS NULL THEN team_id IS NULL AND owner_id = $4 ELSE team_id = $3 END`,
    [name, viewId, teamId, ownerId],
  );
  return rows.length > 0;
}
