import "server-only";
import type { LendSignatureInput } from "@/contracts/approvals";
import { addDays, daysBetween } from "@/core/calendar/settlement-day";
import { isPermitted, type Role } from "@/core/permissions/permissions";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";

const MAX_DAYS = 30;

/**
 * Lends one's signature to a colleague for some days: they sign in one's place, never what either of the two proposed, and
 * never beside a signature of one's own. The lender goes on signing as well.
 */
export const lendSignature = defineCommand<LendSignatureInput, { delegateLogin: string; endsOn: string }>({
  action: "approval.lend",
  permission: "approval.delegate",
  object: ({ delegateLogin }) => ({ type: "user", no: delegateLogin }),
  toHashed: ({ delegateLogin, startsOn, endsOn, reason }) => ({ delegateLogin, startsOn, endsOn, reason }),
  async effect(tx, { delegateLogin, startsOn, endsOn, reason }) {
    const { actor, commandId } = tx.context;
    if (actor.userId === null) return refuse("maker_missing", "Only a person has a signature to lend.");
    const [delegate] = await tx.query<{ id: bigint; roles: Role[] }>(
      `SELECT id, ARRAY(SELECT role FROM user_roles WHERE user_id = users.id) AS roles FROM users
       WHERE login = $1 AND disabled_at IS NULL`,
      [delegateLogin],
    );
    if (!delegate) return refuse("user_unknown", `There is no user ${delegateLogin}.`, { login: delegateLogin });
    if (`${delegate.id}` === actor.userId) return refuse("delegate_is_self", "You sign for yourself already.");
    if (!isPermitted(delegate.roles, "approval.decide")) {
      return refuse("delegate_signs_nothing", `${delegateLogin} checks nothing; lend your signature to a checker.`, {
        login: delegateLogin,
      });
    }
    const days = daysBetween(startsOn, endsOn);
    if (days < 0 || days > MAX_DAYS) {
      return refuse("delegation_too_long", `A signature is lent for ${MAX_DAYS} days at most, first day before last.`);
    }
    await tx.query(
      `INSERT INTO approval_delegations (delegator_id, delegate_id, starts_at, ends_at, reason, command_id)
       VALUES ($1, $2, $3::date::timestamp AT TIME ZONE 'Asia/Shanghai', $4::date::timestamp AT TIME ZONE 'Asia/Shanghai', $5, $6)`,
      [actor.userId, delegate.id, startsOn, addDays(endsOn, 1), reason, commandId],
    );
    const detail = { startsOn, endsOn, reason, lender: actor.login };
    await appendAudit(tx, { action: "approval.lent", objectType: "user", objectNo: delegateLogin, detail });
    return accept({ delegateLogin, endsOn });
  },
});
