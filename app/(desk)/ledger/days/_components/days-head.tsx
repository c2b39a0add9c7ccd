import { useTranslations } from "next-intl";
import { Alert } from "@/components/ui/alert";
import type { AccountingDaysDto } from "@/contracts/accounting-days";

/** In one sentence: how far the book is closed, and what waits to be closed. */
export function DaysHead({ days }: { days: AccountingDaysDto }) {
  const t = useTranslations("ledger");
  const { closedThrough, next, today } = days;
  const waiting = days.open.filter((day) => day.isOver).length + days.openMore;
  const closed = closedThrough === null ? t("days.noneClosed") : t("days.closedThrough", { day: closedThrough });
  if (next === null) return <Alert tone="info" title={t("days.empty")} />;
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
