import "server-only";
import { MAX_PREVIEW_BYTES, previewMappingInput } from "@/contracts/statement-mapping";
import { admitSender } from "@/server/admit";
import { problem } from "@/server/problem";
import { tryMapping } from "@/server/queries/try-mapping";

/** The head as base64, and a mapping of whatever size its contract allows. */
const MAX_BODY_CHARS = 2 * MAX_PREVIEW_BYTES + 512 * 1024;

/**
 * Answers what a mapping that is being edited makes of the beginning of a file. It writes nothing; a POST because the
 * file's beginning is its body, and no server action because those wait for one another.
 */
export async function answerMappingPreview(request: Request): Promise<Response> {
  const admission = await admitSender(request, "mapping.view");
  if (!admission.ok) return admission.answer;
  const input = previewMappingInput.safeParse(await readJson(request));
  if (!input.success) {
    const details = input.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    return problem(400, "input_invalid", "The mapping is not of its shape; nothing was read.", details);
  }
  const tried = await tryMapping(input.data);
  if (!tried) return problem(404, "not_found", "There is no such channel, or it needs no mapping.");
  return Response.json(tried, { headers: { "Cache-Control": "private, no-store" } });
}

/** The body, unless it is larger than any preview or no JSON. */
async function readJson(request: Request): Promise<unknown> {
  const length = Number(request.headers.get("content-length") ?? Number.POSITIVE_INFINITY);
  if (!(length <= MAX_BODY_CHARS)) return null;
  return request.json().catch(() => null);
}
