import "server-only";
import type { LoadDto } from "@/contracts/load-views";
import type { AbsenceDto } from "@/contracts/teamwork";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted } from "@/core/permissions/permissions";
import { listTeams } from "@/server/teamwork/colleagues";
import { reader } from "@/server/transact";
import { getHeatMap, listPersonLoads } from "./suspense-load";

const MAX_ABSENCES = 200;

/** Where the open queue is old, who has how much of it, and who is away. */
export async function getLoad(actor: Actor, today: string, teamCode: string | undefined): Promise<LoadDto> {
  const [heat, teams, absences] = await Promise.all([
    getHeatMap(actor, today),
    listTeams(actor, today, false),
    listAbsences(actor, today),
  ]);
  const team = teams.find(({ code }) => code === teamCode) ?? null;
  return { today, heat, teams, absences, people: await listPersonLoads(actor, today, team) };
}

/** Absences that have not ended, the next first. */
async function listAbsences(actor: Actor, today: string): Promise<AbsenceDto[]> {
  const rows = await reader.query<Omit<AbsenceDto, "id" | "mayCancel"> & { id: bigint }>(
    `SELECT b.id, u.login, u.display_name AS name, b.from_on AS "fromOn", b.until_on AS "untilOn", s.display_name AS "setBy"
     FROM absences b JOIN users u ON u.id = b.user_id JOIN users s ON s.id = b.set_by
     WHERE b.cancelled_at IS NULL AND b.until_on >= $1 ORDER BY b.from_on, u.display_name LIMIT ${MAX_ABSENCES}`,
    [today],
  );
  const isLead = isPermitted(actor.roles, "suspense.route");
  return rows.map((row) => ({ ...row, id: `${row.id}`, mayCancel: isLead || row.login === actor.login }));
}
