import { useFormatter, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import type { YearDayDto } from "@/contracts/calendar";

const MONTHS = Array.from({ length: 12 }, (_, month) => month);
/** A Monday, from which the names of weekdays are taken. */
const MONDAY = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;

/** Twelve months. What a day is stands in its letter and its colour, and in words in its title. */
export function YearGrid({ days, today }: { days: readonly YearDayDto[]; today: string }) {
  const format = useFormatter();
  return (
    <div className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-3 2xl:grid-cols-4">
      {MONTHS.map((month) => {
        const ofMonth = days.filter(({ on }) => Number(on.slice(5, 7)) === month + 1);
        const [first] = ofMonth;
        if (!first) return null;
        const name = format.dateTime(new Date(`${first.on}T00:00:00Z`), { month: "long", timeZone: "UTC" });
        return <Month key={first.on} name={name} days={ofMonth} today={today} />;
      })}
    </div>
  );
}

function Month({ name, days, today }: { name: string; days: readonly YearDayDto[]; today: string }) {
  const format = useFormatter();
  const weekdays = Array.from({ length: 7 }, (_, nth) => new Date(MONDAY + nth * DAY_MS));
  return (
    <Card>
      <table className="w-full table-fixed border-collapse text-center text-sm tabular">
        <caption className="pb-1 text-left font-medium">{name}</caption>
        <thead>
          <tr className="text-muted text-xs">
            {weekdays.map((day) => (
              <th key={day.getTime()} scope="col" className="pb-1 font-normal">
                {format.dateTime(day, { weekday: "short", timeZone: "UTC" })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {toWeeks(days).map((week) => (
            <tr key={week.find((day) => day !== null)?.on}>
              {week.map((day, nth) => (
                <td key={day?.on ?? `${nth}`} className="p-px">
                  {day ? <DayCell day={day} isToday={day.on === today} /> : null}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function DayCell({ day, isToday }: { day: YearDayDto; isToday: boolean }) {
  const t = useTranslations("calendar");
  const what = day.mark === null ? t(day.isOpen ? "open" : "weekend") : `${t(`kind.${day.mark}`)}: ${day.name}`;
  return (
    <span
      title={day.isDifferent ? `${what} · ${t("different")}` : what}
      aria-current={isToday ? "date" : undefined}
      className={cn(
        "flex h-8 items-center justify-center gap-0.5 rounded-sm",
        day.mark === "HOLIDAY" && "bg-danger-soft text-ink",
        day.mark === "WORKDAY" && "bg-info-soft text-ink",
        day.mark === null && !day.isOpen && "text-muted",
        day.isDifferent && "outline-2 outline-accent -outline-offset-2",
        isToday && "font-bold underline",
      )}
    >
      {Number(day.on.slice(8))}
      {day.mark ? (
        <span className="text-[0.625rem]">
          {t(`letter.${day.mark}`)}
          <span className="sr-only"> {what}</span>
        </span>
      ) : null}
    </span>
  );
}

/** Weeks from Monday, with nothing where the month has not begun or is over. */
function toWeeks(days: readonly YearDayDto[]): (YearDayDto | null)[][] {
  const [first] = days;
  if (!first) return [];
  const lead = (new Date(`${first.on}T00:00:00Z`).getUTCDay() + 6) % 7;
  const cells = [...Array.from({ length: lead }, () => null), ...days];
  const weeks: (YearDayDto | null)[][] = [];
  for (let at = 0; at < cells.length; at += 7) weeks.push(cells.slice(at, at + 7));
  return weeks;
}
