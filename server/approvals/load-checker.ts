import "server-only";
import type { CheckerFacts, Delegator } from "@/core/approvals/decide-approval";
import { ROLES, type Role } from "@/core/permissions/permissions";
import type { DbReader } from "@/server/transact";

type CheckerRaw = {
  isDisabled: boolean;
  roles: string[];
  portfolio: string[];
  standsInFor: { userId: string; roles: string[] }[];
};

/**
 * A checker as the database has them at this moment, not as they signed in: who was disabled or lost a role since the
 * page was loaded is refused on the click. A role that was granted just now signs nothing yet. Nobody (null) is disabled.
 */
export async function loadChecker(db: DbReader, userId: string | null): Promise<CheckerFacts> {
  const [raw] = await db.query<CheckerRaw>(
    `SELECT u.disabled_at IS NOT NULL AS "isDisabled",
            ARRAY(SELECT role FROM user_roles WHERE user_id = u.id AND signs_from <= now()) AS roles,
            ARRAY(SELECT merchant_no FROM user_scopes WHERE user_id = u.id) AS portfolio,
            coalesce((SELECT jsonb_agg(jsonb_build_object('userId', d.delegator_id::text,
                                'roles', ARRAY(SELECT role FROM user_roles WHERE user_id = d.delegator_id AND signs_from <= now())) ORDER BY d.id)
                      FROM approval_delegations d JOIN users lender ON lender.id = d.delegator_id AND lender.disabled_at IS NULL
                      WHERE d.delegate_id = u.id AND d.revoked_at IS NULL AND now() BETWEEN d.starts_at AND d.ends_at), '[]') AS "standsInFor"
     FROM users u WHERE u.id = $1`,
    [userId],
  );
  if (!raw) return { userId, isDisabled: true, roles: [], portfolio: [], standsInFor: [] };
  const standsInFor = raw.standsInFor.map((one): Delegator => ({ userId: one.userId, roles: toRoles(one.roles) }));
  return { userId, isDisabled: raw.isDisabled, roles: toRoles(raw.roles), portfolio: raw.portfolio, standsInFor };
}

function toRoles(roles: readonly string[]): Role[] {
  return roles.filter((role): role is Role => ROLES.some((known) => known === role));
}
