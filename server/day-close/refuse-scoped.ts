import "server-only";
import type { Actor } from "@/core/permissions/actor";
import { type Refusal, refuse } from "@/core/result";

/** The days are the whole company's: nobody who sees a part of it moves them. Null for everybody else. */
export function refuseScoped(actor: Actor): { ok: false; refusal: Refusal<"day_scoped"> } | null {
  if (actor.scope === null) return null;
  return refuse("day_scoped", "The days are the whole company's; you see some merchants only.");
}
