import Link from "next/link";
import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { LINK_CLASS, ObjectLink } from "@/components/object/object-link";
import { StatusBadge, type Tone } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { DayCloseDto, DayReportDto, ReportOutcome } from "@/contracts/day-close";

const TONES: Readonly<Record<ReportOutcome, Tone>> = { CLOSED: "success", REFUSED: "danger", UNTOLD: "neutral" };

/** Every attempt to close the day, the newest first, and every time that it was opened again. */
export function Attempts({ close }: { close: DayCloseDto }) {
  const t = useTranslations("day-close");
  const { day, reports, reopened } = close;
  return (
    <Section title={t("attempts")} description={t("attemptsText")} flush>
      <DataTable
        caption={t("attempts")}
        rows={reports}
        rowKey={(report) => `${report.attempt}`}
        empty={<EmptyState kind="nothing-yet" title={t("noAttempt")} />}
        columns={[
          {
            key: "attempt",
            header: t("attempt"),
            rowHeader: true,
            cell: ({ attempt }) => (
              <Link href={`/ledger/days/${day}?attempt=${attempt}`} className={LINK_CLASS}>
                {t("show", { attempt })}
              </Link>
            ),
          },
          { key: "at", header: t("at"), cell: ({ checkedAt }) => <DateTime at={checkedAt} /> },
          { key: "by", header: t("by"), cell: ({ checkedBy }) => checkedBy ?? t("system") },
          { key: "outcome", header: t("outcome"), cell: (report) => <Outcome report={report} /> },
          { key: "inTheWay", header: t("inTheWay"), align: "end", cell: ({ checklist }) => checklist.blocking.length },
        ]}
      />
      {reopened.map(({ at, by, reason, approvalNo }) => (
        <p key={at} className="border-line border-t px-4 py-2 text-sm">
          <span className="font-medium">{t("reopenedTitle")}</span> · <DateTime at={at} /> ·{" "}
          {t("reopenedText", { who: by ?? t("system"), reason })}{" "}
          {approvalNo ? <ObjectLink kind="approval" no={approvalNo} className="underline" /> : null}
        </p>
      ))}
    </Section>
  );
}

function Outcome({ report: { outcome, exception, isUndone } }: { report: DayReportDto }) {
  const t = useTranslations("day-close");
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <StatusBadge tone={exception ? "warning" : TONES[outcome]}>
        {exception ? t("dayState.CLOSED_WITH_EXCEPTION") : t(`outcomes.${outcome}`)}
      </StatusBadge>
      {isUndone ? <span className="text-muted">{t("undone")}</span> : null}
    </span>
  );
}
