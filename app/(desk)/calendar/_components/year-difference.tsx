import { useTranslations } from "next-intl";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import type { CalendarPageDto } from "@/contracts/calendar";
import { CHINA } from "@/core/calendar/business-calendar";
import { checkYear, compareYears, sayDays } from "@/core/calendar/calendar-year";
import { readCalendarFile } from "@/core/calendar/read-calendar-file";

/** What a file would change, by the same rules as the server's; nothing is sent for it. */
export function YearDifference({ page, year, text }: { page: CalendarPageDto; year: number; text: string }) {
  const t = useTranslations("calendar");
  const read = readCalendarFile(text);
  const checked = read.ok ? checkYear(year, read.value, page.calendar !== CHINA) : read;
  if (!checked.ok) return <RefusalAlert refusal={checked.refusal} />;
  const { comes, goes } = compareYears(page.own.find((one) => one.year === year)?.days ?? [], checked.value);
  const parts = [
    ["comes", "HOLIDAY", comes],
    ["comes", "WORKDAY", comes],
    ["goes", "HOLIDAY", goes],
    ["goes", "WORKDAY", goes],
  ] as const;
  return (
    <section aria-label={t("difference.title")} className="flex flex-col gap-2 rounded-md bg-sunken p-3 text-sm">
      <p className="font-medium">{t("difference.count", { comes: comes.length, goes: goes.length })}</p>
      {parts.map(([change, kind, all]) => {
        const days = all.filter((day) => day.kind === kind);
        return days.length === 0 ? null : (
          <div key={`${change} ${kind}`}>
            <p className="text-muted">
              {t(`difference.${change}`)} · {t(`kind.${kind}`)}
            </p>
            <p className="whitespace-pre-line tabular">{sayDays(days)}</p>
          </div>
        );
      })}
    </section>
  );
}
