import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted, PERMISSIONS, type Permission } from "@/core/permissions/permissions";
import type { Result } from "@/core/result";
import { type ApiScope, findApiActor } from "@/server/auth/api-key";
import { getClock } from "@/server/clock";
import { problem } from "@/server/problem";
import type { CommandContext } from "@/server/transact";

const idempotencyKey = z.string().regex(/^[\x21-\x7e]{8,128}$/, "8 to 128 printable characters without spaces");
/** A request says a few things; whoever sends more is not describing one. */
const MAX_BODY_CHARACTERS = 64_000;

/** A command's id made of who sends, through which door, and the key that they chose: the same three are the same command. */
export function commandIdOf(actor: Actor, key: string): string {
  const hex = createHash("sha256").update(`${actor.login} ${key}`).digest("hex");
  // Version 8 is for ids that their makers make of what they like (RFC 9562).
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * A POST of another system: key, `Idempotency-Key`, body, then the command. The same key with the same body answers the
 * same, with another body 422; what is refused may be sent again under the same key.
 */
export function defineApiPost<Body, Output>(definition: {
  readonly scope: ApiScope;
  readonly body: z.ZodType<Body>;
  readonly run: (context: CommandContext, body: Body) => Promise<Result<Output>>;
  /** Where what was made can be asked for. */
  readonly href: (output: Output) => string;
}): (request: Request) => Promise<Response> {
  return async (request) => {
    const actor = await findApiActor(request.headers.get("authorization"), definition.scope);
    if (!actor) return refuseKey();
    const key = idempotencyKey.safeParse(request.headers.get("idempotency-key") ?? "");
    if (!key.success) return problem(400, "idempotency_key_missing", "Idempotency-Key is missing or unreadable.");
    const body = definition.body.safeParse(await readJson(request));
    if (!body.success) {
      const details = body.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
      return problem(400, "input_invalid", "The request is not described as it should be; nothing was done.", details);
    }
    const context = { actor, commandId: commandIdOf(actor, `${definition.scope} ${key.data}`), now: getClock().now() };
    const result = await definition.run(context, body.data);
    if (!result.ok) return refuseBusiness(result.refusal);
    const href = definition.href(result.value);
    return Response.json(
      { ...result.value, href },
      { status: 202, headers: { Location: href, "Cache-Control": "no-store" } },
    );
  };
}

/** A GET of one thing by its number; what the key's owner may not see is not there. */
export function defineApiGet<Output>(definition: {
  readonly scope: ApiScope;
  readonly find: (actor: Actor, no: string) => Promise<Output | null>;
}): (request: Request, context: { params: Promise<{ no: string }> }) => Promise<Response> {
  return async (request, { params }) => {
    const actor = await findApiActor(request.headers.get("authorization"), definition.scope);
    if (!actor) return refuseKey();
    const found = await definition.find(actor, (await params).no);
    if (found === null) return problem(404, "not_found", "There is no such thing, or it is not visible to this key.");
    return Response.json(found, { headers: { "Cache-Control": "no-store" } });
  };
}

/** A GET of what belongs to the whole company: the key's owner has to have the permission, and what follows the question mark to fit. */
export function defineApiAsk<Search, Output>(definition: {
  readonly scope: ApiScope;
  readonly permission: Permission;
  readonly search: z.ZodType<Search>;
  readonly read: (search: Search) => Promise<Output>;
}): (request: Request) => Promise<Response> {
  return async (request) => {
    const actor = await findApiActor(request.headers.get("authorization"), definition.scope);
    if (!actor || actor.scope !== null) return refuseKey();
    if (!isPermitted(actor.roles, definition.permission)) {
      return problem(403, "not_permitted", `The key's owner may not ${PERMISSIONS[definition.permission].sentence}.`);
    }
    const search = definition.search.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!search.success) {
      const details = search.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
      return problem(400, "question_invalid", "The question is not put as it should be.", details);
    }
    return Response.json(await definition.read(search.data), { headers: { "Cache-Control": "no-store" } });
  };
}

async function readJson(request: Request): Promise<unknown> {
  const text = await request.text();
  if (text.length > MAX_BODY_CHARACTERS) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function refuseBusiness({ code, message, details }: { code: string; message: string; details?: readonly string[] }) {
  if (code === "command_id_reused") {
    return problem(422, "idempotency_key_reused", "This key was used with another body; nothing was done.");
  }
  return problem(code === "not_permitted" ? 403 : 422, code, message, details ?? []);
}

export function refuseKey(): Response {
  const refused = problem(401, "api_key_refused", "The key is missing, unknown, expired, or not for this.");
  refused.headers.set("WWW-Authenticate", "Bearer");
  return refused;
}
