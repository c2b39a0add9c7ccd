import { readFileSync } from "node:fs";
import { type LoadCalendarInput, loadCalendarInput } from "@/contracts/calendar";
import { type CalendarDay, CHINA } from "@/core/calendar/business-calendar";
import { compareYears, sayDays } from "@/core/calendar/calendar-year";
import { loadCalendarYear } from "@/server/commands/load-calendar";
import { readCalendarYear } from "@/server/commands/read-calendar-year";
import { listCalendarYears } from "@/server/store/calendars";
import { reader } from "@/server/transact";
import { acceptedOrExit, type DeskCommand, type DeskContext, DeskRefusal } from "./command";
import { inputFile, noWords, onlyWord, requiredOption, systemContext } from "./words";

export const calendarImport: DeskCommand = {
  usage: "calendar import <file> --year Y [--calendar C] [--dry-run]",
  summary:
    "Loads a year's holidays and make-up workdays (CSV or JSON: date, kind, name) at once, as set-up; people propose them on the page Calendar. C is CN, channel:<code> or bank:<account>.",
  options: { year: { type: "string" }, calendar: { type: "string" }, "dry-run": { type: "boolean" } },
  async run(context) {
    const input = readInput(context);
    await context.pool();
    const { before, days } = acceptedOrExit(await readCalendarYear(reader, input));
    const { comes, goes } = compareYears(before, days);
    for (const day of goes) await context.print({ change: "goes", ...day }, `- ${sayDay(day)}`);
    for (const day of comes) await context.print({ change: "comes", ...day }, `+ ${sayDay(day)}`);
    if (context.flag("dry-run")) {
      await context.complain("Nothing was changed: this was a dry run.");
      return 0;
    }
    const { version } = acceptedOrExit(await loadCalendarYear(systemContext(), input));
    const { calendar, year } = input;
    await context.print({ calendar, year, version }, `The calendar ${calendar} has ${year}, as version ${version}.`);
    return 0;
  },
};

export const calendarShow: DeskCommand = {
  usage: "calendar show [--calendar C]",
  summary:
    "The holidays and make-up workdays that are loaded, a year each; the last year is how far business days are counted.",
  options: { calendar: { type: "string" } },
  async run(context) {
    noWords(context);
    await context.pool();
    for (const { calendar, year, version, days } of await listCalendarYears(
      reader,
      context.option("calendar") ?? null,
    )) {
      const ofKind = (kind: string) => sayDays(days.filter((day) => day.kind === kind)).replaceAll("\n", "; ");
      const sentence = `${calendar} ${year} (version ${version}): closed ${ofKind("HOLIDAY")}. Worked ${ofKind("WORKDAY")}.`;
      await context.print({ calendar, year, version, through: `${year}-12-31`, days: [...days] }, sentence);
    }
    return 0;
  },
};

function readInput(context: DeskContext): LoadCalendarInput {
  const text = readFileSync(inputFile(onlyWord(context, "The file")), "utf8");
  const year = requiredOption(context, "year");
  const parsed = loadCalendarInput.safeParse({
    calendar: context.option("calendar") ?? CHINA,
    year: /^\d{4}$/.test(year) ? Number(year) : null,
    text,
  });
  if (parsed.success) return parsed.data;
  const message =
    "The year is four digits, 2015 to 2099; the calendar CN, channel:<code> or bank:<account>; the file small.";
  throw new DeskRefusal({ code: "input_invalid", message });
}

function sayDay({ on, kind, name }: CalendarDay): string {
  return `${on} ${kind} ${name}`;
}
