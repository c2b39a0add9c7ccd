import { admit } from "@/server/admit";
import { findAnything } from "@/server/queries/find-anything";

/** `?q=`: what a number names, for suggestions while somebody types. Lists only what the reader may open. */
export async function GET(request: Request): Promise<Response> {
  const admission = await admit();
  if (!admission.ok) return admission.answer;
  const found = await findAnything(admission.actor, new URL(request.url).searchParams.get("q") ?? "");
  return Response.json(found, { headers: { "Cache-Control": "private, no-store" } });
}
