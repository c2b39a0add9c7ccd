import "server-only";
import { rehearseRoutingInput } from "@/contracts/teamwork";
import { accountingToday } from "@/server/accounting-today";
import { admitSender } from "@/server/admit";
import { problem } from "@/server/problem";
import { rehearseRouting } from "@/server/queries/get-routing";

/** A hundred rules, generously. */
const MAX_BYTES = 100_000;

/** `POST /api/suspense/routing/rehearsal`: counts only, so it is a question and no command; the rules are its body. */
export async function answerRoutingRehearsal(request: Request): Promise<Response> {
  const admission = await admitSender(request, "suspense.route");
  if (!admission.ok) return admission.answer;
  const text = await request.text();
  const input = rehearseRoutingInput.safeParse(text.length > MAX_BYTES ? null : readJson(text));
  if (!input.success) {
    return problem(400, "question_invalid", input.error.issues[0]?.message ?? "The rules are not as they should be.");
  }
  const rehearsal = await rehearseRouting(input.data.rules, accountingToday());
  return Response.json(rehearsal, { headers: { "Cache-Control": "private, no-store" } });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
