import "server-only";
import { isPermitted, PERMISSIONS } from "@/core/permissions/permissions";
import { getActor } from "@/server/auth/actor";
import { problem } from "@/server/grid-route";
import { streamStatementDifference } from "@/server/queries/get-statement-difference";
import { answerDownload } from "./answer-kept-file";

/** Every line that a version changed of the one before it, as CSV. */
export async function answerStatementDifference(
  _request: Request,
  { params }: { params: Promise<{ no: string }> },
): Promise<Response> {
  const actor = await getActor();
  if (!actor) return problem(401, "signed_out", "You are signed out. Sign in again.");
  if (!isPermitted(actor.roles, "statement.view") || actor.scope !== null) {
    return problem(403, "not_permitted", `Your roles do not allow you to ${PERMISSIONS["statement.view"].sentence}.`);
  }
  const { no } = await params;
  return answerDownload(streamStatementDifference(no), `${no}.difference.csv`, "text/csv; charset=utf-8");
}
