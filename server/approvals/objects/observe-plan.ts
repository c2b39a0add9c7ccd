import "server-only";
import type { Json } from "@/core/json";
import type { Result } from "@/core/result";
import type { DependedObject } from "@/server/approvals/act";

/**
 * What would be done now: the very lines. Where it could not be done any more the reason stands for it, so that the
 * objects beside it still say which of them has changed.
 */
export function observePlan(no: string, loaded: Result<{ readonly payload: Json }>): DependedObject {
  const facts = loaded.ok ? loaded.value.payload : { refused: loaded.refusal.code };
  return { type: "plan", no, version: null, facts };
}
