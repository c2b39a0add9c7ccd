import "server-only";
import type { ColleaguesDto, PersonDto, ReceiverInput, TeamDto } from "@/contracts/teamwork";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted, type Permission, ROLES, type Role } from "@/core/permissions/permissions";
import { accept, type Refusal, type Result, refuse } from "@/core/result";
import { type DbReader, reader } from "@/server/transact";

/** Nobody gives work to more people than these by hand. */
const MAX_PEOPLE = 500;
const MAX_TEAMS = 200;

/** The last day of the absence of user `u` that has begun on the day `$1`, or null. */
export const AWAY_UNTIL = `(SELECT max(b.until_on) FROM absences b WHERE b.user_id = u.id AND b.cancelled_at IS NULL
  AND $1::date BETWEEN b.from_on AND b.until_on)`;

type PersonRaw = {
  id: bigint;
  login: string;
  name: string;
  roles: string[];
  scope: string[];
  isDisabled: boolean;
  awayUntil: string | null;
};
const PERSON = `
  SELECT u.id, u.login, u.display_name AS name, u.disabled_at IS NOT NULL AS "isDisabled", ${AWAY_UNTIL}::text AS "awayUntil",
         ARRAY(SELECT role FROM user_roles WHERE user_id = u.id) AS roles,
         ARRAY(SELECT merchant_no FROM user_scopes WHERE user_id = u.id) AS scope
  FROM users u`;

export type Colleague = {
  readonly id: bigint;
  readonly login: string;
  readonly name: string;
  readonly isDisabled: boolean;
  readonly awayUntil: string | null;
  readonly roles: readonly Role[];
  readonly scope: readonly string[] | null;
};

function toColleague(raw: PersonRaw): Colleague {
  return {
    ...raw,
    roles: raw.roles.filter((role): role is Role => ROLES.some((known) => known === role)),
    scope: raw.scope.length > 0 ? raw.scope : null,
  };
}

/** The people with these logins, whoever they are; those that nobody has are missing. */
export async function findColleagues(db: DbReader, logins: readonly string[], today: string): Promise<Colleague[]> {
  const rows = await db.query<PersonRaw>(`${PERSON} WHERE u.login = ANY ($2)`, [today, logins]);
  return rows.map(toColleague);
}

/** Whether the colleague may do this with an item of the merchant; null for an item of no merchant. */
export function mayOnItem(colleague: Colleague, permission: Permission, merchantNo: string | null): boolean {
  if (colleague.isDisabled || !isPermitted(colleague.roles, permission)) return false;
  return colleague.scope === null || (merchantNo !== null && colleague.scope.includes(merchantNo));
}

export type Receiver =
  | { readonly kind: "person"; readonly id: bigint; readonly login: string; readonly name: string }
  | { readonly kind: "team"; readonly id: bigint; readonly code: string; readonly name: string };

/** Refusals: team_unknown, colleague_unknown (nobody, or may not work on it), colleague_away. */
export async function findReceiver(
  db: DbReader,
  to: ReceiverInput,
  merchantNo: string | null,
  today: string,
): Promise<Result<Receiver>> {
  if (to.kind === "team") {
    const [team] = await db.query<{ id: bigint; code: string; name: string }>(
      "SELECT id, code, name FROM teams WHERE code = $1 AND archived_at IS NULL",
      [to.code],
    );
    if (team) return accept({ kind: "team", ...team });
    return refuse("team_unknown", `There is no team ${to.code}. Nothing was changed.`, { code: to.code });
  }
  const [colleague] = await findColleagues(db, [to.login], today);
  if (!colleague || !mayOnItem(colleague, "suspense.work", merchantNo)) return colleagueUnknown(to.login);
  const { id, login, name, awayUntil } = colleague;
  if (awayUntil === null) return accept({ kind: "person", id, login, name });
  const message = `${name} is away until ${awayUntil}. Give it to somebody else, or to a team; nothing was changed.`;
  return refuse("colleague_away", message, { name, until: awayUntil });
}

export function colleagueUnknown(login: string): { ok: false; refusal: Refusal } {
  const message = `${login} may not work on this, or there is nobody of that name. Nothing was changed.`;
  return refuse("colleague_unknown", message, { login });
}

/** Everybody who works on suspense items, and the teams; for giving work to them and for mentioning them. */
export async function listColleagues(actor: Actor, today: string): Promise<ColleaguesDto> {
  const rows = await reader.query<PersonRaw>(
    `${PERSON} WHERE u.disabled_at IS NULL ORDER BY u.display_name, u.login LIMIT ${MAX_PEOPLE}`,
    [today],
  );
  const people = rows.map(toColleague).filter(({ roles }) => isPermitted(roles, "suspense.work"));
  return { people: people.map(toPerson), teams: await listTeams(actor, today, false) };
}

function toPerson({ login, name, awayUntil }: Colleague): PersonDto {
  return { login, name, awayUntil };
}

type TeamRaw = { id: bigint; code: string; name: string; version: number; isArchived: boolean; isMine: boolean };

export async function listTeams(actor: Actor, today: string, withArchived: boolean): Promise<TeamDto[]> {
  const teams = await reader.query<TeamRaw>(
    `SELECT t.id, t.code, t.name, t.version, t.archived_at IS NOT NULL AS "isArchived",
            EXISTS (SELECT 1 FROM team_members m WHERE m.team_id = t.id AND m.user_id = $1::bigint) AS "isMine"
     FROM teams t WHERE $2 OR t.archived_at IS NULL ORDER BY t.archived_at IS NOT NULL, t.name LIMIT ${MAX_TEAMS}`,
    [actor.userId, withArchived],
  );
  const members = await reader.query<{ teamId: bigint } & PersonDto>(
    `SELECT m.team_id AS "teamId", u.login, u.display_name AS name, ${AWAY_UNTIL}::text AS "awayUntil"
     FROM team_members m JOIN users u ON u.id = m.user_id WHERE m.team_id = ANY ($2) AND u.disabled_at IS NULL
     ORDER BY u.display_name`,
    [today, teams.map(({ id }) => id)],
  );
  return teams.map(({ id, ...team }) => ({
    ...team,
    members: members.filter(({ teamId }) => teamId === id).map(({ teamId: _, ...person }) => person),
  }));
}
