import Link from "next/link";
import { useTranslations } from "next-intl";
import { Day } from "@/components/money/date-time";
import { LINK_CLASS } from "@/components/object/object-link";
import { Alert } from "@/components/ui/alert";
import type { CalendarAlarmDto } from "@/contracts/calendar";
import { CalendarName } from "./calendar-name";

/** A calendar that ends soon: past its end nothing can fall due, so the next year has to be there before. */
export function CalendarAlarm({ alarm: { calendar, through, days } }: { alarm: CalendarAlarmDto }) {
  const t = useTranslations("calendar");
  return (
    <Alert
      tone={days < 0 ? "danger" : "warning"}
      title={t.rich("alarm.title", {
        name: () => <CalendarName code={calendar} />,
        day: () => <Day on={through} />,
      })}
    >
      <p>{days < 0 ? t("alarm.ended") : t("alarm.ends", { days })}</p>
      <Link href={`/calendar?${new URLSearchParams({ calendar })}`} className={LINK_CLASS}>
        {t("alarm.open")}
      </Link>
    </Alert>
  );
}
