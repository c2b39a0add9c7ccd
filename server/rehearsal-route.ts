import "server-only";
import type { z } from "zod";
import type { Permission } from "@/core/permissions/permissions";
import type { Result } from "@/core/result";
import { admitSender } from "@/server/admit";
import { problem } from "@/server/problem";

/** A list of some hundred rules, generously. */
const MAX_BYTES = 100_000;

/** A POST that asks what its body would do, were it in force: it counts and changes nothing, so it is no command. */
export function defineRehearsalRoute<Input, Output>(definition: {
  readonly permission: Permission;
  readonly input: z.ZodType<Input>;
  readonly rehearse: (input: Input) => Promise<Result<Output>>;
}): (request: Request) => Promise<Response> {
  return async (request) => {
    const admission = await admitSender(request, definition.permission);
    if (!admission.ok) return admission.answer;
    const text = await request.text();
    const input = definition.input.safeParse(text.length > MAX_BYTES ? null : readJson(text));
    if (!input.success) {
      return problem(400, "question_invalid", input.error.issues[0]?.message ?? "The question is not as it should be.");
    }
    const outcome = await definition.rehearse(input.data);
    if (!outcome.ok) return problem(400, outcome.refusal.code, outcome.refusal.message);
    return Response.json(outcome.value, { headers: { "Cache-Control": "private, no-store" } });
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
