import Link from "next/link";
import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { LINK_CLASS } from "@/components/object/object-link";
import { Alert } from "@/components/ui/alert";
import type { DayReportDto } from "@/contracts/day-close";
import { ExceptionNote } from "./verdict";

/** Says that the list below is an earlier attempt's, and leads back. */
export function ShownAttempt({ report, day }: { report: DayReportDto; day: string }) {
  const t = useTranslations("day-close");
  return (
    <>
      <Alert tone="info" title={t("shownOf", { attempt: report.attempt })}>
        {t(`outcomes.${report.outcome}`)} · <DateTime at={report.checkedAt} /> · {report.checkedBy ?? t("system")} ·{" "}
        <Link href={`/ledger/days/${day}`} className={`${LINK_CLASS} underline`}>
          {t("showNow")}
        </Link>
      </Alert>
      {report.exception ? <ExceptionNote exception={report.exception} /> : null}
    </>
  );
}
