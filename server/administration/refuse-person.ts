import "server-only";
import { type Refusal, refuse } from "@/core/result";

/** Set-up is the system's, on the command line; a person's change has a checker. */
export function refusePerson(): { ok: false; refusal: Refusal<"checker_needed"> } {
  return refuse("checker_needed", "A person proposes this, and somebody else approves it; nothing was changed.");
}
