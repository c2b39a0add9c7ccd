import "server-only";
import type { Actor } from "@/core/permissions/actor";
import { ROLES, type Role } from "@/core/permissions/permissions";
import { invariant } from "@/core/result";
import { reader } from "@/server/transact";

type Maker = Omit<Actor, "userId" | "roles"> & { roles: string[]; isDisabled: boolean };

/**
 * Whoever asked for the job, with the roles and the merchants that they have now: a job goes on without its page, but not
 * with rights that were taken away meanwhile.
 */
export async function findMaker(userId: bigint): Promise<Actor> {
  const [maker] = await reader.query<Maker>(
    `SELECT login, display_name AS "displayName", is_demo AS demo, disabled_at IS NOT NULL AS "isDisabled",
            ARRAY(SELECT role FROM user_roles WHERE user_id = users.id ORDER BY role) AS roles,
            nullif(ARRAY(SELECT merchant_no FROM user_scopes WHERE user_id = users.id ORDER BY merchant_no), '{}') AS scope
     FROM users WHERE id = $1`,
    [userId],
  );
  invariant(maker, "a job's maker is kept");
  const { isDisabled, roles, ...known } = maker;
  const now = isDisabled ? [] : roles.filter((role): role is Role => ROLES.some((one) => one === role));
  return { ...known, userId: `${userId}`, roles: now };
}
