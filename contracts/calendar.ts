import { z } from "zod";
import { type CalendarDay, DAY_KINDS, type DayKind } from "@/core/calendar/business-calendar";
import { commandIdWire, dayWire } from "./wire";

const MAX_DAYS = 366;
/** A year's file is some kilobytes. */
const MAX_FILE_CHARS = 100_000;

const calendarDay = z.strictObject({ on: dayWire, kind: z.enum(DAY_KINDS), name: z.string().trim().min(1).max(60) });
export const storedCalendarDays = z.array(calendarDay).max(MAX_DAYS);
export type StoredCalendarDays = z.output<typeof storedCalendarDays>;

/** CN, or the days of their own of a channel or a bank account. */
const calendarCode = z.string().regex(/^(CN|(channel|bank):.{1,64})$/);
const year = z.int().min(2015).max(2099);

/** What a request for a year's days freezes. */
export const calendarPayload = z.strictObject({
  calendar: calendarCode,
  baseVersion: z.int().min(0),
  year,
  before: storedCalendarDays,
  days: storedCalendarDays,
});
export type CalendarPayload = z.output<typeof calendarPayload>;

/** `text`: the file as it is; the server reads it again. */
const yearFile = { calendar: calendarCode, year, text: z.string().max(MAX_FILE_CHARS) };
export const proposeCalendarInput = z.strictObject({
  commandId: commandIdWire,
  ...yearFile,
  baseVersion: z.int().min(0),
  reason: z.string().trim().min(1).max(4000),
});
export type ProposeCalendarInput = z.output<typeof proposeCalendarInput>;
export const loadCalendarInput = z.strictObject(yearFile);
export type LoadCalendarInput = z.output<typeof loadCalendarInput>;

export type CalendarDayDto = CalendarDay;
/** `mark`: what the calendar says of it; `isDifferent`: China's says otherwise. */
export type YearDayDto = {
  readonly on: string;
  readonly isOpen: boolean;
  readonly mark: DayKind | null;
  readonly name: string | null;
  readonly isDifferent: boolean;
};
/** A calendar that there is, or that there could be (`through` null: no days of its own so far). */
export type CalendarChoiceDto = {
  readonly code: string;
  readonly name: string | null;
  readonly through: string | null;
  readonly version: number;
};
export type CalendarVersionDto = {
  readonly version: number;
  readonly year: number;
  readonly reason: string;
  readonly madeBy: string | null;
  readonly checkedBy: string | null;
  readonly approvedAt: string;
  readonly approvalNo: string | null;
  /** Given with the desk: nobody has compared it with what was published. */
  readonly isGiven: boolean;
};
export type CalendarPageDto = {
  readonly calendar: string;
  readonly year: number;
  /** Every year that can be looked at. */
  readonly years: readonly number[];
  /** The last day of which anything is known; of one's own days and China's together. */
  readonly through: string;
  readonly choices: readonly CalendarChoiceDto[];
  readonly days: readonly YearDayDto[];
  /** The days in force of every year of this calendar alone, for comparing a file with. */
  readonly own: readonly { readonly year: number; readonly days: readonly CalendarDayDto[] }[];
  readonly history: readonly CalendarVersionDto[];
  readonly waitingNo: string | null;
  /** The year in force was given with the desk. */
  readonly isGiven: boolean;
};
export type CalendarAlarmDto = { readonly calendar: string; readonly through: string; readonly days: number };
