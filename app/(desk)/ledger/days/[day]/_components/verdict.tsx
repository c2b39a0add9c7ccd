import Link from "next/link";
import { useTranslations } from "next-intl";
import { DAY_TONES } from "@/components/day-close/finding-look";
import { NamedFinding } from "@/components/day-close/finding-text";
import { LINK_CLASS, ObjectLink } from "@/components/object/object-link";
import { Alert } from "@/components/ui/alert";
import type { DayCloseDto, DayReportDto } from "@/contracts/day-close";

/** In a sentence whether the day can be closed, and everything that stands in the way, before the long list. */
export function Verdict({ close }: { close: DayCloseDto }) {
  const t = useTranslations("day-close");
  const { state, report, next } = close;
  const { blocking } = close.checklist;
  const told = state === "CLOSED" && report?.outcome !== "CLOSED" ? "CLOSED_UNTOLD" : state;
  return (
    <>
      <Alert tone={DAY_TONES[state]} title={t(`verdict.${told}`, { count: blocking.length, next: next ?? "" })}>
        {state === "NOT_NEXT" && next ? (
          <Link href={`/ledger/days/${next}`} className={LINK_CLASS}>
            {t("title", { day: next })}
          </Link>
        ) : null}
        {blocking.length > 0 ? (
          <ul className="list-disc pl-4">
            {blocking.map((finding) => (
              <li key={`${finding.code} ${finding.place} ${finding.asset}`}>
                <NamedFinding finding={finding} />
              </li>
            ))}
          </ul>
        ) : null}
      </Alert>
      {report?.exception ? <ExceptionNote exception={report.exception} /> : null}
      {close.waitingNo ? (
        <Alert tone="info" title={t("waits", { approvalNo: close.waitingNo })}>
          {t(`waitsText.${close.waitingAct === "DAY_REOPEN" ? "DAY_REOPEN" : "DAY_CLOSE_EXCEPTION"}`)}{" "}
          <ObjectLink kind="approval" no={close.waitingNo} className="underline" />
        </Alert>
      ) : null}
    </>
  );
}

/** Why a day was closed although something stood in its way, and by whose word. */
export function ExceptionNote({ exception }: { exception: NonNullable<DayReportDto["exception"]> }) {
  const t = useTranslations("day-close");
  const { approvalNo, reason, maker, checkers } = exception;
  return (
    <Alert tone="warning" title={t("exceptionTitle")}>
      <p className="whitespace-pre-wrap break-words">{reason}</p>
      <p className="text-muted">
        {t("exceptionBy", { maker, checkers: checkers.join(", ") })}{" "}
        <ObjectLink kind="approval" no={approvalNo} className="underline" />
      </p>
    </Alert>
  );
}
