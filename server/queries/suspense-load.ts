import "server-only";
import type { HeatCellDto, HeatMapDto, PersonLoadDto } from "@/contracts/load-views";
import type { TeamDto } from "@/contracts/teamwork";
import { sumMinor } from "@/core/money/money";
import type { Actor } from "@/core/permissions/actor";
import { AGE_BANDS, type AgeBand, ageBandOf, BREAK_KINDS, type BreakKind } from "@/core/suspense/item";
import { AWAY_UNTIL } from "@/server/teamwork/colleagues";
import { reader } from "@/server/transact";
import { IS_AWAKE, IS_OPEN, SUSPENSE_ITEMS, suspenseWhere } from "./suspense-rows";

type Group = { kind: BreakKind; band: AgeBand; asset: string; count: number; minor: bigint };

/** The open queue by kind and age, in counts and sums. Days with the same kind are summed before anything else is. */
export async function getHeatMap(actor: Actor, today: string): Promise<HeatMapDto> {
  const where = suspenseWhere(actor, today).add(`${IS_OPEN} AND ${IS_AWAKE} AND NOT i.is_test`);
  const rows = await reader.query<{ kind: BreakKind; ageDays: number; asset: string; count: number; minor: string }>(
    `SELECT kind, bank_days_between(opened_on, $1::date) AS "ageDays", asset, count, minor
     FROM (SELECT i.kind, i.opened_on, i.asset, count(*)::int AS count, sum(i.amount_minor)::text AS minor
           FROM ${SUSPENSE_ITEMS} ${where.toSql()} GROUP BY 1, 2, 3) AS days`,
    where.params,
  );
  const groups = rows.map(
    ({ ageDays, minor, ...row }): Group => ({
      ...row,
      band: ageBandOf(ageDays),
      minor: BigInt(minor),
    }),
  );
  const kinds = BREAK_KINDS.map((kind) => {
    const ofKind = groups.filter((group) => group.kind === kind);
    return { kind, cells: toBands(ofKind), total: toCell(ofKind) };
  });
  return { rows: kinds.filter(({ total }) => total.count > 0), totals: toBands(groups) };
}

function toBands(groups: readonly Group[]): (HeatCellDto & { band: AgeBand })[] {
  return AGE_BANDS.map((band) => ({ band, ...toCell(groups.filter((group) => group.band === band)) }));
}

function toCell(groups: readonly Group[]): HeatCellDto {
  const assets = [...new Set(groups.map(({ asset }) => asset))].sort();
  return {
    count: groups.reduce((sum, { count }) => sum + count, 0),
    amounts: assets.map((asset) => ({
      asset,
      amountMinor: `${sumMinor(groups.filter((group) => group.asset === asset).map(({ minor }) => minor))}`,
    })),
  };
}

const MAX_PEOPLE = 200;

type LoadRaw = {
  login: string | null;
  name: string | null;
  awayUntil: string | null;
  open: number;
  overdue: number;
  snoozed: number;
  doneToday: number;
};

/**
 * What each person has: of a team its members, whatever team their items came from, and first what waits in the team's queue
 * for somebody to take it on; else everybody who has or had something today, and first what nobody has.
 */
export async function listPersonLoads(actor: Actor, today: string, team: TeamDto | null): Promise<PersonLoadDto[]> {
  const where = suspenseWhere(actor, today).add("NOT i.is_test");
  const code = where.params.push(team?.code ?? null);
  const logins = where.params.push(team?.members.map(({ login }) => login) ?? null);
  const begins = "today.day::timestamp AT TIME ZONE 'Asia/Shanghai'";
  // Open items and those closed today are found by an index each; asked for together they would be found by none.
  const rows = await reader.query<LoadRaw>(
    `WITH counted AS (
       SELECT id, sum(open)::int AS open, sum(overdue)::int AS overdue, sum(snoozed)::int AS snoozed, sum(done)::int AS done
       FROM (
         SELECT i.assignee_id AS id, count(*) FILTER (WHERE ${IS_AWAKE}) AS open,
                count(*) FILTER (WHERE ${IS_AWAKE} AND i.due_on < today.day) AS overdue,
                count(*) FILTER (WHERE NOT ${IS_AWAKE}) AS snoozed, 0 AS done
         FROM ${SUSPENSE_ITEMS} ${where.toSql()} AND ${IS_OPEN}
           AND ($${code}::text IS NULL OR i.assignee_id IS NOT NULL OR i.team_id = (SELECT id FROM teams WHERE code = $${code}))
         GROUP BY 1
         UNION ALL
         SELECT i.assignee_id, 0, 0, 0, count(*) FROM ${SUSPENSE_ITEMS} ${where.toSql()}
           AND i.resolved_at >= ${begins} AND i.resolved_at < ${begins} + interval '1 day' AND i.assignee_id IS NOT NULL
         GROUP BY 1) AS parts
       GROUP BY 1)
     SELECT u.login, u.display_name AS name, ${AWAY_UNTIL}::text AS "awayUntil", coalesce(c.open, 0) AS open,
            coalesce(c.overdue, 0) AS overdue, coalesce(c.snoozed, 0) AS snoozed, coalesce(c.done, 0) AS "doneToday"
     FROM counted c FULL JOIN (
       SELECT id, login, display_name FROM users WHERE $${logins}::text[] IS NOT NULL AND login = ANY ($${logins})
       UNION SELECT id, login, display_name FROM users WHERE $${logins}::text[] IS NULL AND id IN (SELECT id FROM counted)) AS u
       ON u.id = c.id
     WHERE u.id IS NOT NULL OR c.id IS NULL
     ORDER BY u.id IS NOT NULL, c.overdue DESC NULLS LAST, c.open DESC NULLS LAST, u.display_name LIMIT ${MAX_PEOPLE}`,
    where.params,
  );
  return rows.map(({ login, name, awayUntil, ...counts }) => ({
    person: login === null ? null : { login, name: name ?? login, awayUntil },
    ...counts,
  }));
}
