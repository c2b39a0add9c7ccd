import "server-only";
import { controlOf } from "@/core/adjustments/controlled-subjects";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted } from "@/core/permissions/permissions";

/** Whether to offer an adjustment of an account of this subject. It decides nothing: the proposal asks again. */
export function mayAdjust(actor: Actor, glCode: string): boolean {
  return isPermitted(actor.roles, "adjustment.propose") && controlOf(glCode) === null;
}
