import "server-only";
import type { DbReader, DbTransaction } from "@/server/transact";

/**
 * Rules as a relation that routing reads: the newest saved ones as they can be followed today. A person who is away, is
 * disabled or may not work on items is passed over, so that nothing lands where nobody looks; the next rule that fits
 * decides. `today` is SQL for the accounting day.
 */
export function rulesInForce(today: string): string {
  return `SELECT r.id, r.position, r.kind, r.channel_id, r.direction, r.asset, r.from_minor, r.below_minor, r.team_id, r.user_id
    FROM routing_rules r WHERE r.set_id = (SELECT id FROM routing_sets ORDER BY version DESC LIMIT 1) AND ${canFollow("r", today)}`;
}

/** Whether the rule `r` can be followed today. */
export function canFollow(r: string, today: string): string {
  return `CASE WHEN ${r}.user_id IS NULL THEN EXISTS (SELECT 1 FROM teams WHERE id = ${r}.team_id AND archived_at IS NULL)
    ELSE EXISTS (
      SELECT 1 FROM users JOIN user_roles ON user_roles.user_id = users.id
      WHERE users.id = ${r}.user_id AND users.disabled_at IS NULL AND user_roles.role IN ('OPERATOR', 'FINANCE', 'FINANCE_LEAD'))
      AND NOT EXISTS (
        SELECT 1 FROM absences b WHERE b.user_id = ${r}.user_id AND b.cancelled_at IS NULL
          AND ${today} BETWEEN b.from_on AND b.until_on) END`;
}

/**
 * The first of `rules` that fits the item, as the relation `route (id, position, team_id, user_id)`, for a LEFT JOIN LATERAL
 * on true. `item` has the columns of suspense_items that rules look at; `amount` is SQL for its amount. Items of test merchants
 * are kept out of people's queue, and go nowhere.
 */
export function routeOf(rules: string, item: string, amount = `${item}.amount_minor`): string {
  return `(SELECT r.id, r.position, r.team_id, r.user_id FROM ${rules} r
    WHERE NOT coalesce(${item}.is_test, false) AND (r.kind IS NULL OR r.kind = ${item}.kind)
      AND (r.channel_id IS NULL OR r.channel_id = ${item}.channel_id)
      AND (r.direction IS NULL OR r.direction = ${item}.direction) AND (r.asset IS NULL OR r.asset = ${item}.asset)
      AND (r.from_minor IS NULL OR ${amount} >= r.from_minor) AND (r.below_minor IS NULL OR ${amount} < r.below_minor)
      AND (r.user_id IS NULL OR NOT EXISTS (SELECT 1 FROM user_scopes WHERE user_id = r.user_id)
        OR EXISTS (SELECT 1 FROM user_scopes JOIN merchants ON merchants.merchant_no = user_scopes.merchant_no
                   WHERE user_scopes.user_id = r.user_id AND merchants.id = ${item}.merchant_id))
    ORDER BY r.position LIMIT 1) AS route`;
}

/** Open items that nobody has; only these are routed after they were opened. */
export const ROUTABLE = "i.status = 'OPEN' AND i.assignee_id IS NULL AND NOT i.is_test";
/** Whether the route leads elsewhere than where the item is. */
export const ROUTE_MOVES = "(route.user_id IS NOT NULL OR route.team_id IS DISTINCT FROM i.team_id)";

/** Sends the open items that nobody has where the newest rules say; those that no rule fits stay. Answers how many moved. */
export async function routeOpenItems(tx: DbTransaction, today: string): Promise<number> {
  const rows = await tx.query<{ count: number }>(
    `WITH rules AS MATERIALIZED (${rulesInForce("$1::date")}),
     moved AS (
       UPDATE suspense_items SET team_id = coalesce(found.team_id, suspense_items.team_id), assignee_id = found.user_id,
         assigned_at = CASE WHEN found.user_id IS NULL THEN NULL ELSE $2::timestamptz END, routed_rule_id = found.rule_id,
         status = CASE WHEN found.user_id IS NULL THEN 'OPEN' ELSE 'ASSIGNED' END, version = version + 1, command_id = $3
       FROM (SELECT i.id, route.id AS rule_id, route.team_id, route.user_id
             FROM suspense_items i JOIN LATERAL ${routeOf("rules", "i")} ON true
             WHERE ${ROUTABLE} AND ${ROUTE_MOVES} FOR UPDATE OF i) AS found
       WHERE suspense_items.id = found.id RETURNING 1)
     SELECT count(*)::int AS count FROM moved`,
    [today, tx.context.now, tx.context.commandId],
  );
  return rows[0]?.count ?? 0;
}

/** Gives items that were opened in this command to the people whom their rules name: an item begins as open. */
export async function assignRouted(tx: DbTransaction, ids: readonly bigint[]): Promise<void> {
  await tx.query(
    `UPDATE suspense_items SET status = 'ASSIGNED', assignee_id = r.user_id, assigned_at = $2, version = version + 1
     FROM routing_rules r WHERE suspense_items.id = ANY ($1) AND r.id = suspense_items.routed_rule_id`,
    [ids, tx.context.now],
  );
}

/** The ids behind the codes and logins that rules name; a missing one is not there or is closed. */
export async function findRuleIds(
  db: DbReader,
  names: {
    readonly teams: readonly string[];
    readonly people: readonly string[];
    readonly channels: readonly string[];
  },
): Promise<{ teams: Map<string, bigint>; people: Map<string, bigint>; channels: Map<string, bigint> }> {
  const rows = await db.query<{ kind: "team" | "person" | "channel"; name: string; id: bigint }>(
    `SELECT 'team' AS kind, code AS name, id FROM teams WHERE code = ANY ($1) AND archived_at IS NULL
     UNION ALL SELECT 'person', login, id FROM users WHERE login = ANY ($2) AND disabled_at IS NULL
       AND EXISTS (SELECT 1 FROM user_roles WHERE user_id = users.id AND role IN ('OPERATOR', 'FINANCE', 'FINANCE_LEAD'))
     UNION ALL SELECT 'channel', code, id FROM channels WHERE code = ANY ($3)`,
    [names.teams, names.people, names.channels],
  );
  const of = (kind: string) => new Map(rows.filter((row) => row.kind === kind).map(({ name, id }) => [name, id]));
  return { teams: of("team"), people: of("person"), channels: of("channel") };
}
