import type { Role } from "./permissions";

/**
 * Who acts. `userId` is null for the system itself (worker, command line). `scope` null: every merchant; otherwise only
 * the merchants with these numbers.
 */
export type Actor = {
  readonly userId: string | null;
  readonly login: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly scope: readonly string[] | null;
  readonly demo: boolean;
};

/** The command line and the worker: they import and reconcile, and never approve. */
export const SYSTEM_ACTOR: Actor = {
  userId: null,
  login: "system",
  displayName: "System",
  roles: ["OPERATOR", "ADMIN"],
  scope: null,
  demo: false,
};
