import { randomUUID } from "node:crypto";
import { reportFileInput } from "@/contracts/report-views";
import { admitToWhole } from "@/server/admit";
import { getClock } from "@/server/clock";
import { exportReport } from "@/server/commands/export-report";
import { problem } from "@/server/problem";
import { readReport } from "@/server/queries/reports/read-report";
import { writeReportFile } from "@/server/reports/write-report-file";
import { SHEET_TYPES } from "@/server/sheet/stream-sheet";
import { answerDownload } from "@/server/statements/answer-kept-file";

/** `?from=&to=&channel=&format=csv|xlsx&locale=`: a report as a download. */
export async function GET(request: Request, { params }: { params: Promise<{ report: string }> }): Promise<Response> {
  const admission = await admitToWhole("report.view");
  if (!admission.ok) return admission.answer;
  const given = [...new URL(request.url).searchParams].filter(([, value]) => value !== "");
  const asked = reportFileInput.safeParse({ ...Object.fromEntries(given), ...(await params) });
  if (!asked.success)
    return problem(400, "question_invalid", asked.error.issues[0]?.message ?? "The question is wrong.");
  const { actor } = admission;
  const exportedAt = getClock().now();
  const allowed = await exportReport({ actor, commandId: randomUUID(), now: exportedAt }, asked.data);
  if (!allowed.ok) return problem(400, allowed.refusal.code, allowed.refusal.message);
  const { report: name, from, to, channel = null, format, locale } = asked.data;
  const report = await readReport(name, { from, to, channel });
  const content = writeReportFile({ report, locale, actor, exportedAt }, format);
  return answerDownload(content, allowed.value.fileName, SHEET_TYPES[format]);
}
