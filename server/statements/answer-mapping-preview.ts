import "server-only";
import { MAX_PREVIEW_BYTES, previewMappingInput } from "@/contracts/statement-mapping";
import { isPermitted, PERMISSIONS } from "@/core/permissions/permissions";
import { getActor } from "@/server/auth/actor";
import { problem } from "@/server/grid-route";
import { isOwnOrigin } from "@/server/own-origin";
import { tryMapping } from "@/server/queries/try-mapping";

/** The head as base64, and a mapping of whatever size its contract allows. */
const MAX_BODY_CHARS = 2 * MAX_PREVIEW_BYTES + 512 * 1024;

/**
 * Answers what a mapping that is being edited makes of the beginning of a file. It writes nothing; a POST because the
 * file's beginning is its body, and no server action because those wait for one another.
 */
export async function answerMappingPreview(request: Request): Promise<Response> {
  if (!isOwnOrigin(request.headers.get("origin"))) {
    return problem(403, "origin_foreign", "This request came from another site; nothing was done.");
  }
  const actor = await getActor();
  if (!actor) return problem(401, "signed_out", "You are signed out. Sign in again.");
  if (!isPermitted(actor.roles, "mapping.view")) {
    const { sentence } = PERMISSIONS["mapping.view"];
    return problem(403, "not_permitted", `Your roles do not allow you to ${sentence}.`);
  }
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
