import "server-only";
import type {
  CalendarAlarmDto,
  CalendarChoiceDto,
  CalendarPageDto,
  CalendarVersionDto,
  YearDayDto,
} from "@/contracts/calendar";
import { type CalendarDay, CHINA, isWeekday } from "@/core/calendar/business-calendar";
import { addDays, daysBetween, earlierDay } from "@/core/calendar/settlement-day";
import { type CalendarYear, listCalendarYears } from "@/server/store/calendars";
import { reader } from "@/server/transact";

/** So long before a calendar ends somebody is told: the notice for a year comes in the autumn before. */
const ALARM_DAYS = 60;
const MAX_VERSIONS = 50;

/** Calendars that end within 60 days of `today`, or have ended, the first to end first. */
export async function listCalendarAlarms(today: string): Promise<CalendarAlarmDto[]> {
  const rows = await reader.query<{ calendar: string; through: string }>(
    `SELECT calendar, calendar_through(calendar) AS through FROM calendar_versions GROUP BY calendar ORDER BY 2, calendar = '${CHINA}' DESC, 1`,
  );
  return rows
    .map((row) => ({ ...row, days: daysBetween(today, row.through) }))
    .filter(({ days }) => days <= ALARM_DAYS);
}

/** A year of a calendar with whatever there is to choose, and the request that waits. Unknown ones fall back to China, and to this year. */
export async function getCalendarPage(
  asked: { readonly calendar: string | null; readonly year: number | null },
  today: string,
): Promise<CalendarPageDto> {
  const [all, choices] = await Promise.all([listCalendarYears(reader), listChoices()]);
  const choice = choices.find(({ code }) => code === asked.calendar) ?? choices[0];
  const calendar = choice?.code ?? CHINA;
  const ofChina = all.filter((year) => year.calendar === CHINA);
  const ofIt = all.filter((year) => year.calendar === calendar);
  const years = ofChina.map(({ year }) => year);
  const current = Number(today.slice(0, 4));
  const year = [asked.year, current].find((one) => one !== null && years.includes(one)) ?? years.at(-1) ?? current;
  const china = `${years.at(-1) ?? year}-12-31`;
  const shown = ofIt.find((one) => one.year === year);
  const [history, waitingNo] = await Promise.all([listVersions(calendar), findWaiting(calendar)]);
  return {
    calendar,
    year,
    years,
    through: choice?.through ? earlierDay(china, choice.through) : china,
    choices,
    days: toYearDays(year, daysOf(ofChina, year), calendar === CHINA ? null : (shown?.days ?? [])),
    own: ofIt.map((one) => ({ year: one.year, days: one.days })),
    history,
    waitingNo,
    isGiven: ofChina.some((one) => one.year === year && one.version === 1),
  };
}

function daysOf(years: readonly CalendarYear[], year: number): readonly CalendarDay[] {
  return years.find((one) => one.year === year)?.days ?? [];
}

function toYearDays(year: number, china: readonly CalendarDay[], own: readonly CalendarDay[] | null): YearDayDto[] {
  const base = new Map(china.map((day) => [day.on, day]));
  const particular = new Map((own ?? []).map((day) => [day.on, day]));
  const days: YearDayDto[] = [];
  for (let on = `${year}-01-01`; on.startsWith(`${year}-`); on = addDays(on, 1)) {
    const day = particular.get(on) ?? base.get(on);
    const isOpen = isOpenBy(on, day);
    const isDifferent = particular.has(on) && isOpen !== isOpenBy(on, base.get(on));
    days.push({ on, isOpen, mark: day?.kind ?? null, name: day?.name ?? null, isDifferent });
  }
  return days;
}

function isOpenBy(on: string, day: CalendarDay | undefined): boolean {
  return day === undefined ? isWeekday(on) : day.kind === "WORKDAY";
}

/** China's, then those that there are, then the channels and reserve banks that could have one. */
async function listChoices(): Promise<CalendarChoiceDto[]> {
  return reader.query<CalendarChoiceDto>(
    `WITH owners AS (
       SELECT '${CHINA}' AS code, NULL::text AS name, 0 AS rank
       UNION ALL SELECT 'channel:' || code, name, 1 FROM channels
       UNION ALL SELECT 'bank:' || code, NULL, 2
                 FROM (SELECT code FROM bank_accounts WHERE kind = 'RESERVE' UNION SELECT bank_account FROM channels) AS banks
     )
     SELECT o.code, o.name, calendar_through(o.code) AS through, coalesce(v.version, 0) AS version
     FROM owners o LEFT JOIN (SELECT calendar, max(version) AS version FROM calendar_versions GROUP BY 1) AS v ON v.calendar = o.code
     ORDER BY o.rank = 0 DESC, v.version IS NULL, o.rank, o.code`,
  );
}

async function findWaiting(calendar: string): Promise<string | null> {
  const [waiting] = await reader.query<{ approvalNo: string }>(
    `SELECT approval_no AS "approvalNo" FROM approvals WHERE object_type = 'calendar' AND object_no = $1 AND status = 'PENDING'`,
    [calendar],
  );
  return waiting?.approvalNo ?? null;
}

async function listVersions(calendar: string): Promise<CalendarVersionDto[]> {
  const raws = await reader.query<Omit<CalendarVersionDto, "approvedAt"> & { approvedAt: Date }>(
    `SELECT v.version, v.year, v.reason, u.display_name AS "madeBy", v.approved_at AS "approvedAt", a.approval_no AS "approvalNo",
            v.command_id IS NULL AS "isGiven",
            (SELECT string_agg(k.display_name, ', ' ORDER BY d.id) FROM approval_decisions d JOIN users k ON k.id = d.checker_id
             WHERE d.approval_id = a.id) AS "checkedBy"
     FROM calendar_versions v LEFT JOIN users u ON u.id = v.made_by LEFT JOIN approvals a ON a.id = v.approval_id
     WHERE v.calendar = $1 ORDER BY v.version DESC LIMIT ${MAX_VERSIONS}`,
    [calendar],
  );
  return raws.map((raw) => ({ ...raw, approvedAt: raw.approvedAt.toISOString() }));
}
