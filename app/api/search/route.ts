import { getActor } from "@/server/auth/actor";
import { problem } from "@/server/grid-route";
import { findAnything } from "@/server/queries/find-anything";

/** `?q=`: what a number names, for suggestions while somebody types. Lists only what the reader may open. */
export async function GET(request: Request): Promise<Response> {
  const actor = await getActor();
  if (!actor) return problem(401, "signed_out", "You are signed out. Sign in again.");
  const found = await findAnything(actor, new URL(request.url).searchParams.get("q") ?? "");
  return Response.json(found, { headers: { "Cache-Control": "private, no-store" } });
}
