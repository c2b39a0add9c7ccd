import "server-only";
import { admitSender } from "@/server/admit";
import { problem } from "@/server/problem";
import { endPresence, notePresence } from "./note-presence";

type Context = { params: Promise<{ no: string }> };

/** `POST /api/suspense/{no}/presence`: says that the sender looks at the item, answers who else does. */
export async function answerPresence(request: Request, { params }: Context): Promise<Response> {
  const admission = await admitSender(request, "suspense.view");
  if (!admission.ok) return admission.answer;
  const presence = await notePresence(admission.actor, (await params).no);
  if (presence === null) return problem(404, "not_found", "There is no such item, or it is not visible to you.");
  return Response.json(presence, { headers: { "Cache-Control": "private, no-store" } });
}

/** `DELETE` of the same: the sender has closed it. */
export async function answerAbsence(request: Request, { params }: Context): Promise<Response> {
  const admission = await admitSender(request, "suspense.view");
  if (!admission.ok) return admission.answer;
  await endPresence(admission.actor, (await params).no);
  return new Response(null, { status: 204 });
}
