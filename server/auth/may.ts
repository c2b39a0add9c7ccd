import "server-only";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted, type Permission } from "@/core/permissions/permissions";

/** Whether to offer something. It decides nothing: the command behind it asks again. */
export function may(actor: Actor, permission: Permission): boolean {
  return isPermitted(actor.roles, permission);
}
