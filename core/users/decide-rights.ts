import type { Role } from "@/core/permissions/permissions";
import { accept, type Refusal, type Result, refuse } from "@/core/result";

/** What a user may do: as what, for which merchants (none: every one), and whether they may sign in at all. */
export type Rights = {
  readonly roles: readonly Role[];
  readonly merchantNos: readonly string[];
  readonly isEnabled: boolean;
};
export type RightsFacts = {
  readonly login: string;
  readonly isActor: boolean;
  readonly now: Rights;
  /** Administrators besides this user who can sign in. */
  readonly otherAdmins: number;
};
export type RightsRefusal = Refusal<"user_is_self" | "user_without_roles" | "rights_unchanged" | "user_is_last_admin">;

/**
 * Whether somebody may be given these rights; a disabled user is let in with them. Nobody asks for themselves, and the
 * last who could let anybody in stays an administrator.
 */
export function decideRights(
  { login, isActor, now, otherAdmins }: RightsFacts,
  wanted: Pick<Rights, "roles" | "merchantNos">,
): Result<{ login: string }, RightsRefusal> {
  if (isActor)
    return refuse("user_is_self", "You cannot change what you may do yourself. Ask another administrator.", { login });
  if (wanted.roles.length === 0) {
    return refuse("user_without_roles", `${login} would have no role. Disable the user instead.`, { login });
  }
  const isSame = now.isEnabled && sameSet(now.roles, wanted.roles) && sameSet(now.merchantNos, wanted.merchantNos);
  if (isSame) return refuse("rights_unchanged", `${login} may do exactly this already.`, { login });
  const losesAdmin = now.isEnabled && now.roles.includes("ADMIN") && !wanted.roles.includes("ADMIN");
  if (losesAdmin && otherAdmins === 0) {
    return refuse("user_is_last_admin", `${login} is the last administrator. Make another one first.`, { login });
  }
  return accept({ login });
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  const [one, other] = [new Set(left), new Set(right)];
  return one.size === other.size && [...one].every((value) => other.has(value));
}
