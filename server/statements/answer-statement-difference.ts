import "server-only";
import { admitToWhole } from "@/server/admit";
import { streamStatementDifference } from "@/server/queries/get-statement-difference";
import { answerDownload } from "./answer-kept-file";

/** Every line that a version changed of the one before it, as CSV. */
export async function answerStatementDifference(
  _request: Request,
  { params }: { params: Promise<{ no: string }> },
): Promise<Response> {
  const admission = await admitToWhole("statement.view");
  if (!admission.ok) return admission.answer;
  const { no } = await params;
  return answerDownload(streamStatementDifference(no), `${no}.difference.csv`, "text/csv; charset=utf-8");
}
