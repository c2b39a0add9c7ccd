import "server-only";
import type { RoutingRehearsalDto, RoutingRuleInput } from "@/contracts/teamwork";
import type { DbReader } from "@/server/transact";
import { findRuleIds } from "./route-items";

/** A rule as its row: ids instead of names, amounts as text for JSON. */
export type RuleRow = {
  readonly position: number;
  readonly kind: string | null;
  readonly channel_id: string | null;
  readonly direction: string | null;
  readonly asset: string | null;
  readonly from_minor: string | null;
  readonly below_minor: string | null;
  readonly team_id: string | null;
  readonly user_id: string | null;
};
export type RuleFault = RoutingRehearsalDto["faults"][number];
export type ResolvedRules = { readonly rows: readonly RuleRow[]; readonly faults: readonly RuleFault[] };

/** The columns of `RuleRow` for jsonb_to_recordset. */
export const RULE_COLUMNS = `position int, kind text, channel_id bigint, direction text, asset text, from_minor bigint,
  below_minor bigint, team_id bigint, user_id bigint`;

/** The rows of the rules in their order, and which rules name something that is not there. */
export async function resolveRules(db: DbReader, rules: readonly RoutingRuleInput[]): Promise<ResolvedRules> {
  const ids = await findRuleIds(db, {
    teams: rules.flatMap(({ to }) => (to.kind === "team" ? [to.code] : [])),
    people: rules.flatMap(({ to }) => (to.kind === "person" ? [to.login] : [])),
    channels: rules.flatMap(({ channel }) => channel ?? []),
  });
  const faults: RuleFault[] = [];
  const rows = rules.map((rule, index): RuleRow => {
    const { to, channel } = rule;
    const teamId = to.kind === "team" ? ids.teams.get(to.code) : undefined;
    const userId = to.kind === "person" ? ids.people.get(to.login) : undefined;
    const channelId = channel === null ? undefined : ids.channels.get(channel);
    if (teamId === undefined && userId === undefined) faults.push({ rule: index, what: to.kind });
    if (channel !== null && channelId === undefined) faults.push({ rule: index, what: "channel" });
    return {
      position: index + 1,
      kind: rule.kind,
      channel_id: channelId?.toString() ?? null,
      direction: rule.direction,
      asset: rule.asset,
      from_minor: rule.fromMinor?.toString() ?? null,
      below_minor: rule.belowMinor?.toString() ?? null,
      team_id: teamId?.toString() ?? null,
      user_id: userId?.toString() ?? null,
    };
  });
  return { rows, faults };
}
