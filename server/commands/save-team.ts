import "server-only";
import type { SaveTeamInput } from "@/contracts/teamwork";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { isPermitted } from "@/core/permissions/permissions";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { colleagueUnknown, findColleagues } from "@/server/teamwork/colleagues";

/** Makes a team, changes who is in it, closes it, or opens it again. Its code never changes. */
export const saveTeam = defineCommand<SaveTeamInput, { code: string; version: number }>({
  action: "team.save",
  permission: "suspense.route",
  object: ({ code }) => ({ type: "team", no: code }),
  toHashed: ({ commandId: _, ...team }) => team,
  async effect(tx, { code, expectedVersion, name, members, isArchived }) {
    const { commandId, now } = tx.context;
    const [known] = await tx.query<{ id: bigint; version: number }>(
      "SELECT id, version FROM teams WHERE code = $1 FOR UPDATE",
      [code],
    );
    if ((known?.version ?? 0) !== expectedVersion) {
      const message = `Team ${code} was made or changed by somebody else meanwhile. Look at it again; nothing was changed.`;
      return refuse("team_changed", message, { code });
    }
    const people = await findColleagues(tx, members, accountingDayOf(now));
    const mayWork = new Set(
      people
        .filter(({ isDisabled, roles }) => !isDisabled && isPermitted(roles, "suspense.work"))
        .map(({ login }) => login),
    );
    const stranger = members.find((login) => !mayWork.has(login));
    if (stranger !== undefined) return colleagueUnknown(stranger);
    const [team] = await tx.query<{ id: bigint; version: number }>(
      known
        ? `UPDATE teams SET name = $2, version = version + 1, archived_at = CASE WHEN $3 THEN coalesce(archived_at, $4) END,
             command_id = $5 WHERE code = $1 RETURNING id, version`
        : `INSERT INTO teams (code, name, archived_at, created_at, command_id)
           VALUES ($1, $2, CASE WHEN $3 THEN $4::timestamptz END, $4, $5) RETURNING id, version`,
      [code, name, isArchived, now, commandId],
    );
    await tx.query("DELETE FROM team_members WHERE team_id = $1 AND user_id <> ALL ($2)", [
      team?.id,
      people.map(({ id }) => id),
    ]);
    await tx.query(
      "INSERT INTO team_members (team_id, user_id) SELECT $1, unnest($2::bigint[]) ON CONFLICT DO NOTHING",
      [team?.id, people.map(({ id }) => id)],
    );
    await appendAudit(tx, {
      action: "team.saved",
      objectType: "team",
      objectNo: code,
      detail: { name, members: people.map(({ login }) => login).sort(), isArchived },
    });
    return accept({ code, version: team?.version ?? 1 });
  },
});
