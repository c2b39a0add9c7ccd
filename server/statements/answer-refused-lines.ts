import "server-only";
import { z } from "zod";
import { admitToWhole } from "@/server/admit";
import { problem } from "@/server/problem";
import { reader } from "@/server/transact";
import { answerDownload } from "./answer-kept-file";
import { streamRefusedLines } from "./imports/refused-lines";

const question = z.object({ locale: z.enum(["en", "zh-CN"]).default("en") });

/** `?locale=`: every line that a file was refused for, as CSV with the reasons in that language. */
export async function answerRefusedLines(
  request: Request,
  { params }: { params: Promise<{ no: string }> },
): Promise<Response> {
  const admission = await admitToWhole("statement.view");
  if (!admission.ok) return admission.answer;
  const asked = question.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!asked.success)
    return problem(400, "question_invalid", asked.error.issues[0]?.message ?? "The question is wrong.");
  const { no } = await params;
  const [job] = await reader.query<{ refused_file: string | null; file_name: string }>(
    "SELECT refused_file, file_name FROM imports WHERE import_no = $1",
    [no],
  );
  if (!job?.refused_file) return problem(404, "not_found", "No refused lines are kept of this import.");
  const lines = await streamRefusedLines(job.refused_file, asked.data.locale);
  return answerDownload(lines, `${job.file_name}.refused.csv`, "text/csv; charset=utf-8");
}
