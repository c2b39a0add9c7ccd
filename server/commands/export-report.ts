import "server-only";
import type { ReportFileInput } from "@/contracts/report-views";
import { daysBetween } from "@/core/calendar/settlement-day";
import { REPORT_DAYS } from "@/core/reports/report-days";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";

/** Notes in the trail who takes which report out, before the first byte leaves. */
export const exportReport = defineCommand<ReportFileInput, { fileName: string }>({
  action: "report.export",
  permission: "report.view",
  object: ({ report, from, to }) => ({ type: "report", no: `${report}:${from}..${to}` }),
  toHashed: ({ report, from, to, channel, format, locale }) => ({
    report,
    from,
    to,
    channel: channel ?? null,
    format,
    locale,
  }),
  async effect(tx, { report, from, to, channel, format }) {
    if (tx.context.actor.scope !== null) {
      return refuse(
        "export_scoped",
        "Reports are the whole company's, and you see some merchants only. Ask somebody of finance for it.",
      );
    }
    if (from > to || daysBetween(from, to) >= REPORT_DAYS) {
      const message = `A report is of 1 to ${REPORT_DAYS} days, the first before the last; this asks for ${from} to ${to}.`;
      return refuse("range_invalid", message, { from, to });
    }
    await appendAudit(tx, {
      action: "report.exported",
      objectType: "report",
      objectNo: `${report}:${from}..${to}`,
      detail: { format, channel: channel ?? null },
    });
    return accept({ fileName: `${report}-${from}-${to}${channel ? `-${channel}` : ""}.${format}` });
  },
});
