import "server-only";
import type { UserRowDto } from "@/contracts/users";
import type { PageDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { ROLES, type Role } from "@/core/permissions/permissions";
import { getClock } from "@/server/clock";
import { readPage, Where } from "@/server/queries/keyset";

type UserRaw = {
  id: bigint;
  login: string;
  display_name: string;
  roles: string[];
  scope: string[];
  is_demo: boolean;
  must_change_password: boolean;
  locked_until: Date | null;
  version: number;
  disabled_at: Date | null;
  waiting_no: string | null;
  last_seen_at: Date | null;
  created_at: Date;
};

const SELECT = `
  SELECT u.id, u.login, u.display_name, u.is_demo, u.must_change_password, u.locked_until, u.version, u.disabled_at, u.created_at,
         ARRAY(SELECT role FROM user_roles WHERE user_id = u.id ORDER BY role) AS roles,
         ARRAY(SELECT merchant_no FROM user_scopes WHERE user_id = u.id ORDER BY merchant_no) AS scope,
         (SELECT approval_no FROM approvals
          WHERE object_type = 'user' AND object_no = u.login AND status = 'PENDING') AS waiting_no,
         (SELECT max(last_seen_at) FROM sessions WHERE user_id = u.id) AS last_seen_at`;

/** Users by their login. */
export function listUsers(
  _actor: Actor,
  filters: { readonly q?: string | undefined },
  page: { cursor: string | null; limit: number },
): Promise<PageDto<UserRowDto>> {
  const where = new Where();
  if (filters.q)
    where.add("(strpos(u.login, lower(?)) > 0 OR strpos(lower(u.display_name), lower(?)) > 0)", filters.q, filters.q);
  const now = getClock().now();
  return readPage<UserRaw, UserRowDto>({
    select: SELECT,
    from: "users u",
    where,
    keys: ["u.login"],
    casts: ["text"],
    direction: "ASC",
    page,
    toRow: (raw) => toUserRowDto(raw, now),
    toKey: (raw) => [raw.login],
  });
}

function toUserRowDto(raw: UserRaw, now: Date): UserRowDto {
  return {
    login: raw.login,
    displayName: raw.display_name,
    roles: raw.roles.filter((role): role is Role => ROLES.some((known) => known === role)),
    scope: raw.scope.length > 0 ? raw.scope : null,
    isDemo: raw.is_demo,
    mustChangePassword: raw.must_change_password,
    isLocked: raw.locked_until !== null && raw.locked_until > now,
    version: raw.version,
    waitingNo: raw.waiting_no,
    disabledAt: raw.disabled_at?.toISOString() ?? null,
    lastSeenAt: raw.last_seen_at?.toISOString() ?? null,
    createdAt: raw.created_at.toISOString(),
  };
}
