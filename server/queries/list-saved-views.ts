import "server-only";
import type { SavedViewDto, SavedViewsDto } from "@/contracts/saved-views";
import { suspenseFilters } from "@/contracts/suspense-filters";
import { viewAddress } from "@/contracts/view-address";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted } from "@/core/permissions/permissions";
import { reader } from "@/server/transact";
import { countSuspense } from "./list-suspense";

/** A menu with more views than these is none. */
const MAX_VIEWS = 60;

type ViewRaw = Pick<SavedViewDto, "name" | "search" | "by" | "isDefault"> & {
  id: bigint;
  ownerId: string;
  teamCode: string | null;
  teamName: string | null;
};

const OWN_TEAMS = `SELECT t.id, t.code, t.name FROM teams t JOIN team_members m ON m.team_id = t.id
  WHERE m.user_id = $1 AND t.archived_at IS NULL`;

/**
 * The reader's views of the queue and those of their teams, each with how many rows it shows them now. `today` is the
 * accounting day by which they age; null: nothing is counted.
 */
export async function listSavedViews(actor: Actor, today: string | null): Promise<SavedViewsDto> {
  const [raws, teams] = await Promise.all([
    reader.query<ViewRaw>(
      `SELECT v.id, v.name, v.search, v.owner_id::text AS "ownerId", u.display_name AS by, t.code AS "teamCode", t.name AS "teamName",
              EXISTS (SELECT 1 FROM default_views d WHERE d.view_id = v.id AND d.user_id = $1) AS "isDefault"
       FROM saved_views v JOIN users u ON u.id = v.owner_id LEFT JOIN (${OWN_TEAMS}) t ON t.id = v.team_id
       WHERE (v.team_id IS NULL AND v.owner_id = $1) OR t.id IS NOT NULL
       ORDER BY v.team_id IS NOT NULL, t.name, lower(v.name), v.id LIMIT ${MAX_VIEWS}`,
      [actor.userId],
    ),
    reader.query<{ code: string; name: string }>(`${OWN_TEAMS} ORDER BY t.name`, [actor.userId]),
  ]);
  const views = await Promise.all(raws.map((raw) => toView(actor, raw, today)));
  return { views, teams: teams.map(({ code, name }) => ({ no: code, name })) };
}

async function toView(actor: Actor, raw: ViewRaw, today: string | null): Promise<SavedViewDto> {
  const { id, ownerId, teamCode, teamName, ...view } = raw;
  const filters = suspenseFilters.safeParse(Object.fromEntries(new URLSearchParams(view.search)));
  return {
    ...view,
    id: `${id}`,
    team: teamCode === null ? null : { no: teamCode, name: teamName ?? teamCode },
    mayChange: ownerId === actor.userId || isPermitted(actor.roles, "suspense.route"),
    // A filter that the queue has known once is no reason to show no view at all.
    count: filters.success && today !== null ? await countSuspense(actor, filters.data, today) : null,
  };
}

/** The address of the view with which somebody's queue opens; null: none was chosen, or it is shared no more. */
export async function findDefaultView(actor: Actor): Promise<string | null> {
  const [view] = await reader.query<{ id: bigint; search: string }>(
    `SELECT v.id, v.search FROM default_views d JOIN saved_views v ON v.id = d.view_id
     WHERE d.user_id = $1 AND ((v.team_id IS NULL AND v.owner_id = $1) OR v.team_id IN (SELECT id FROM (${OWN_TEAMS}) AS own))`,
    [actor.userId],
  );
  return view ? viewAddress(`${view.id}`, view.search) : null;
}
