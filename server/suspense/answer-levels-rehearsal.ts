import "server-only";
import { rehearseServiceLevelsInput } from "@/contracts/service-levels";
import { admitSender } from "@/server/admit";
import { problem } from "@/server/problem";
import { countUnderLevels, findUnknownChannel } from "@/server/store/service-levels";
import { reader } from "@/server/transact";

/** Two hundred levels, generously. */
const MAX_BYTES = 100_000;

/** `POST /api/suspense/levels/rehearsal`: counts only, so it is a question and no command; the levels are its body. */
export async function answerLevelsRehearsal(request: Request): Promise<Response> {
  const admission = await admitSender(request, "serviceLevel.propose");
  if (!admission.ok) return admission.answer;
  const text = await request.text();
  const input = rehearseServiceLevelsInput.safeParse(text.length > MAX_BYTES ? null : readJson(text));
  if (!input.success) {
    return problem(400, "question_invalid", input.error.issues[0]?.message ?? "The levels are not as they should be.");
  }
  const { levels } = input.data;
  const channel = await findUnknownChannel(reader, levels);
  if (channel !== null) return problem(400, "question_invalid", `There is no channel ${channel}.`);
  return Response.json(await countUnderLevels(reader, levels), { headers: { "Cache-Control": "private, no-store" } });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
