import { useTranslations } from "next-intl";
import { DAY_TONES } from "@/components/day-close/finding-look";
import { NamedFinding } from "@/components/day-close/finding-text";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button";
import type { AccountingDaysDto } from "@/contracts/accounting-days";

/** How far the book is closed, and what stands in the way of the first day that is not: it hides behind no later one. */
export function DaysHead({ days }: { days: AccountingDaysDto }) {
  const t = useTranslations("ledger");
  const words = useTranslations("day-close");
  const { closedThrough, next, today } = days;
  const waiting = days.open.filter((day) => day.isOver).length + days.openMore;
  const closed = closedThrough === null ? t("days.noneClosed") : t("days.closedThrough", { day: closedThrough });
  if (next === null) return <Alert tone="info" title={t("days.empty")} />;
  const blocking = days.first?.checklist.blocking ?? [];
  if (days.first && blocking.length > 0) {
    return (
      <Alert
        tone={DAY_TONES[days.first.state]}
        title={words("board.first", { day: days.first.day, count: blocking.length })}
        actions={<ButtonLink href={`/ledger/days/${days.first.day}`}>{words("board.look")}</ButtonLink>}
      >
        <ul className="list-disc pl-4">
          {blocking.map((finding) => (
            <li key={`${finding.code} ${finding.place} ${finding.asset}`}>
              <NamedFinding finding={finding} />
            </li>
          ))}
        </ul>
        <p>{closed}</p>
        <p>{t("days.waiting", { count: waiting, next })}</p>
      </Alert>
    );
  }
  if (waiting === 0) {
    return (
      <Alert tone="success" title={closed}>
        {t("days.upToDate", { today })}
      </Alert>
    );
  }
  return (
    <Alert tone={waiting > 1 ? "warning" : "info"} title={closed}>
      {t("days.waiting", { count: waiting, next })}
    </Alert>
  );
}
