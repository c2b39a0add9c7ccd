import "server-only";
import { admitToWhole } from "@/server/admit";
import { problem } from "@/server/problem";
import { reader } from "@/server/transact";
import { answerDownload } from "./answer-kept-file";
import { streamRefusedLines } from "./imports/refused-lines";

/** Every line that a file was refused for, as CSV. */
export async function answerRefusedLines(
  _request: Request,
  { params }: { params: Promise<{ no: string }> },
): Promise<Response> {
  const admission = await admitToWhole("statement.view");
  if (!admission.ok) return admission.answer;
  const { no } = await params;
  const [job] = await reader.query<{ refused_file: string | null; file_name: string }>(
    "SELECT refused_file, file_name FROM imports WHERE import_no = $1",
    [no],
  );
  if (!job?.refused_file) return problem(404, "not_found", "No refused lines are kept of this import.");
  const lines = await streamRefusedLines(job.refused_file);
  return answerDownload(lines, `${job.file_name}.refused.csv`, "text/csv; charset=utf-8");
}
