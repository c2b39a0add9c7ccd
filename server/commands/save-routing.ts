import "server-only";
import type { SaveRoutingInput } from "@/contracts/teamwork";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { accept, invariant, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { RULE_COLUMNS, resolveRules } from "@/server/teamwork/resolve-rules";
import { routeOpenItems } from "@/server/teamwork/route-items";

/** With fifty thousand open items every one of them may move. */
const SECONDS = 120;

/** Puts another set of routing rules in force. The one before stays as it was, since items say which rule sent them. */
export const saveRouting = defineCommand<SaveRoutingInput, { version: number; moved: number }>({
  action: "routing.save",
  permission: "suspense.route",
  object: () => ({ type: "routing", no: "suspense" }),
  toHashed: ({ expectedVersion, idleHours, appliesToOpen, rules }) => ({
    expectedVersion,
    idleHours,
    appliesToOpen,
    rules: rules.map(({ fromMinor, belowMinor, ...rule }) => ({
      ...rule,
      fromMinor: fromMinor?.toString() ?? null,
      belowMinor: belowMinor?.toString() ?? null,
    })),
  }),
  seconds: SECONDS,
  async effect(tx, { expectedVersion, idleHours, rules, appliesToOpen }) {
    const { actor, commandId, now } = tx.context;
    const [newest] = await tx.query<{ version: number }>("SELECT max(version) AS version FROM routing_sets");
    if ((newest?.version ?? 0) !== expectedVersion) {
      return refuse("routing_changed", "Somebody else saved other rules meanwhile. Look at them; nothing was changed.");
    }
    const { rows, faults } = await resolveRules(tx, rules);
    const [fault] = faults;
    if (fault) {
      const message = `Rule ${fault.rule + 1} names a ${fault.what} that is not there. Nothing was changed.`;
      return refuse("routing_rule_invalid", message, { rule: `${fault.rule + 1}`, what: fault.what });
    }
    const version = expectedVersion + 1;
    // Of two at once the second violates the version's uniqueness, is tried again, and finds the first one's.
    const [set] = await tx.query<{ id: bigint }>(
      `INSERT INTO routing_sets (version, idle_hours, saved_by, saved_at, command_id) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
      [version, idleHours, actor.userId, now, commandId],
    );
    invariant(set, "a set that was written has its row");
    await tx.query(
      `INSERT INTO routing_rules (set_id, position, kind, channel_id, direction, asset, from_minor, below_minor, team_id, user_id)
       SELECT $1, position, kind, channel_id, direction, asset, from_minor, below_minor, team_id, user_id
       FROM jsonb_to_recordset($2) AS r (${RULE_COLUMNS})`,
      [set.id, JSON.stringify(rows)],
    );
    const moved = appliesToOpen ? await routeOpenItems(tx, accountingDayOf(now)) : 0;
    await appendAudit(tx, {
      action: "routing.saved",
      objectType: "routing",
      objectNo: "suspense",
      detail: { version, idleHours, moved, rules: rows.map((row) => ({ ...row })) },
    });
    return accept({ version, moved });
  },
});
