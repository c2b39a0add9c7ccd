import "server-only";
import type { RoutingDto, RoutingRehearsalDto, RoutingRuleDto, RoutingRuleInput } from "@/contracts/teamwork";
import { RULE_COLUMNS, resolveRules } from "@/server/teamwork/resolve-rules";
import { canFollow, ROUTABLE, ROUTE_MOVES, routeOf } from "@/server/teamwork/route-items";
import { reader } from "@/server/transact";

type SetRaw = { id: bigint; version: number; idleHours: number | null; savedBy: string; savedAt: Date };
type RuleRaw = Omit<RoutingRuleDto, "to" | "fromMinor" | "belowMinor"> & {
  fromMinor: bigint | null;
  belowMinor: bigint | null;
  team: string | null;
  login: string | null;
};

/** The rules in force, in their order. */
export async function getRouting(): Promise<RoutingDto> {
  const [set] = await reader.query<SetRaw>(
    `SELECT s.id, s.version, s.idle_hours AS "idleHours", u.display_name AS "savedBy", s.saved_at AS "savedAt"
     FROM routing_sets s JOIN users u ON u.id = s.saved_by ORDER BY s.version DESC LIMIT 1`,
  );
  if (!set) return { version: 0, idleHours: null, rules: [], savedBy: null, savedAt: null };
  const rules = await reader.query<RuleRaw>(
    `SELECT r.kind, c.code AS channel, r.direction, r.asset, r.from_minor AS "fromMinor", r.below_minor AS "belowMinor",
            t.code AS team, u.login
     FROM routing_rules r LEFT JOIN channels c ON c.id = r.channel_id LEFT JOIN teams t ON t.id = r.team_id
     LEFT JOIN users u ON u.id = r.user_id WHERE r.set_id = $1 ORDER BY r.position`,
    [set.id],
  );
  const { version, idleHours, savedBy, savedAt } = set;
  return { version, idleHours, savedBy, savedAt: savedAt.toISOString(), rules: rules.map(toRule) };
}

function toRule({ team, login, fromMinor, belowMinor, ...rule }: RuleRaw): RoutingRuleDto {
  return {
    ...rule,
    fromMinor: fromMinor?.toString() ?? null,
    belowMinor: belowMinor?.toString() ?? null,
    to: team === null ? { kind: "person", login: login ?? "" } : { kind: "team", code: team },
  };
}

/** What rules would do with the open items that nobody has, were they saved now. Nothing is written. */
export async function rehearseRouting(rules: readonly RoutingRuleInput[], today: string): Promise<RoutingRehearsalDto> {
  const { rows, faults } = await resolveRules(reader, rules);
  const sent = rows.filter(({ position }) => !faults.some(({ rule }) => rule === position - 1));
  const groups = await reader.query<{ position: number | null; count: number; moving: number }>(
    `WITH rules AS MATERIALIZED (
       SELECT position AS id, draft.* FROM jsonb_to_recordset($2) AS draft (${RULE_COLUMNS}) WHERE ${canFollow("draft", "$1::date")})
     SELECT route.position, count(*)::int AS count,
            count(*) FILTER (WHERE route.id IS NOT NULL AND ${ROUTE_MOVES})::int AS moving
     FROM suspense_items i LEFT JOIN LATERAL ${routeOf("rules", "i")} ON true WHERE ${ROUTABLE} GROUP BY 1 ORDER BY 1`,
    [today, JSON.stringify(sent)],
  );
  return {
    groups: groups.map(({ position, ...counts }) => ({ rule: position === null ? null : position - 1, ...counts })),
    moving: groups.reduce((sum, { moving }) => sum + moving, 0),
    faults,
  };
}
