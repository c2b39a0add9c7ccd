import { randomUUID } from "node:crypto";
import { reportFileInput } from "@/contracts/report-views";
import { admitToWhole } from "@/server/admit";
import { getClock } from "@/server/clock";
import { exportReport } from "@/server/commands/export-report";
import { problem } from "@/server/problem";
import { readReport } from "@/server/queries/reports/read-report";
import { writeReportFile } from "@/server/reports/write-report-file";

const TYPES = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "text/csv; charset=utf-8",
} as const;

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
  return new Response(writeReportFile({ report, locale, actor, exportedAt }, format), {
    headers: {
      "Content-Type": TYPES[format],
      "Content-Disposition": `attachment; filename="${allowed.value.fileName}"`,
      "Cache-Control": "private, no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
