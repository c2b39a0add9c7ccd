import "server-only";
import { z } from "zod";
import type { Actor } from "@/core/permissions/actor";
import type { Permission } from "@/core/permissions/permissions";
import { admit } from "@/server/admit";
import { problem } from "@/server/problem";

const nothing = z.object({});

/**
 * A GET of one thing, named by the folders of its address. `read` finds it within the actor's scope; null is answered as
 * not found, whether it is missing or hidden. `search` parses what follows the question mark.
 */
export function defineReadRoute<Params extends Record<string, string>, Output, Search = unknown>(definition: {
  readonly permission: Permission;
  readonly search?: z.ZodType<Search>;
  readonly read: (actor: Actor, params: Params, search: Search) => Promise<Output | null>;
}): (request: Request, context: { params: Promise<Params> }) => Promise<Response> {
  return async (request, { params }) => {
    const admission = await admit(definition.permission);
    if (!admission.ok) return admission.answer;
    const given = Object.fromEntries(new URL(request.url).searchParams);
    const search = (definition.search ?? nothing).safeParse(given);
    if (!search.success)
      return problem(400, "question_invalid", search.error.issues[0]?.message ?? "The question is wrong.");
    const found = await definition.read(admission.actor, await params, search.data as Search);
    if (found === null) return problem(404, "not_found", "There is no such thing, or it is not visible to you.");
    return Response.json(found, { headers: { "Cache-Control": "private, no-store" } });
  };
}
