import "server-only";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted, PERMISSIONS, type Permission } from "@/core/permissions/permissions";
import { getActor } from "@/server/auth/actor";
import { isOwnOrigin } from "@/server/own-origin";
import { problem } from "@/server/problem";

/** Who is at the door of a route handler, or the answer that turns them away. */
export type Admission =
  | { readonly ok: true; readonly actor: Actor }
  | { readonly ok: false; readonly answer: Response };

/** Lets in who is signed in; with a permission, only if their roles allow it. */
export async function admit(permission?: Permission): Promise<Admission> {
  const actor = await getActor();
  if (!actor) return turnAway(problem(401, "signed_out", "You are signed out. Sign in again."));
  if (permission === undefined || isPermitted(actor.roles, permission)) return { ok: true, actor };
  return turnAway(notPermitted(permission));
}

/** For what shows every merchant's lines: nobody who sees only some is let in. */
export async function admitToWhole(permission: Permission): Promise<Admission> {
  const admission = await admit(permission);
  return admission.ok && admission.actor.scope !== null ? turnAway(notPermitted(permission)) : admission;
}

/** For a request with a body of its own: it has to come from our own pages. */
export async function admitSender(request: Request, permission: Permission): Promise<Admission> {
  if (isOwnOrigin(request.headers.get("origin"))) return admit(permission);
  return turnAway(problem(403, "origin_foreign", "This request came from another site; nothing was done."));
}

function notPermitted(permission: Permission): Response {
  return problem(403, "not_permitted", `Your roles do not allow you to ${PERMISSIONS[permission].sentence}.`);
}

function turnAway(answer: Response): Admission {
  return { ok: false, answer };
}
