import { accept, type Refusal, type Result, refuse } from "@/core/result";

export type DisablingFacts = {
  readonly login: string;
  readonly isDisabled: boolean;
  readonly isActor: boolean;
  readonly isAdmin: boolean;
  /** Administrators that can still sign in, the user among them. */
  readonly activeAdmins: number;
};
export type DisablingRefusal = Refusal<"user_disabled_already" | "user_is_self" | "user_is_last_admin">;

/** Whether a user may be shut out: not oneself by mistake, and never the last one who could let anybody in again. */
export function decideDisabling(facts: DisablingFacts): Result<{ login: string }, DisablingRefusal> {
  const { login, isDisabled, isActor, isAdmin, activeAdmins } = facts;
  if (isDisabled) return refuse("user_disabled_already", `${login} is disabled already.`, { login });
  if (isActor) return refuse("user_is_self", "You cannot disable yourself. Ask another administrator.", { login });
  if (isAdmin && activeAdmins <= 1) {
    return refuse("user_is_last_admin", `${login} is the last administrator. Make another one first.`, { login });
  }
  return accept({ login });
}
