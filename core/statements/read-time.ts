const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const USUAL_TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

/** The channels that we read keep China Standard Time, which has had no daylight saving since 1991. */
const CHINA_OFFSET = "+08:00";

/**
 * "2017-08-31 09:15:00" as RFC 3339. Tolerates other separators, one-digit parts and missing seconds, as a spreadsheet
 * saves them ("2017/8/31 9:15"), and the run-together "2014-11-1016:33:45" of old documentation. Null when it is no time.
 */
export function readChinaTime(text: string): string | null {
  if (USUAL_TIME.test(text)) {
    const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10))];
    return chinaTime(year, month, day, text.slice(11));
  }
  const parts = digitRuns(text);
  if (parts === null) return null;
  const [year = "", month = "", third = "", ...rest] = parts;
  const split = third.length === 4 ? [third.slice(0, 2), third.slice(2)] : [third];
  const [day = "", hour = "", minute = "", second = "0", ...surplus] = [...split, ...rest];
  if (surplus.length > 0 || year.length !== 4) return null;
  if ([month, day, hour, minute, second].some((part) => part.length < 1 || part.length > 2)) return null;
  return chinaTime(Number(year), Number(month), Number(day), `${pad(hour)}:${pad(minute)}:${pad(second)}`);
}

/** "2017年08月31日" or "2017-08-31 …" as YYYY-MM-DD. */
export function readDay(text: string): string | null {
  const [year = "", month = "", day = ""] = digitRuns(text) ?? [];
  if (year.length !== 4 || month.length > 2 || day.length > 2) return null;
  return isDay(Number(year), Number(month), Number(day)) ? `${year}-${pad(month)}-${pad(day)}` : null;
}

export function chinaTime(year: number, month: number, day: number, clock: string): string | null {
  if (!isDay(year, month, day)) return null;
  if (clock > "23:59:59" || clock.slice(3) > "59:59" || clock.slice(6) > "59") return null;
  return `${year}-${month < 10 ? "0" : ""}${month}-${day < 10 ? "0" : ""}${day}T${clock}${CHINA_OFFSET}`;
}

export function isDay(year: number, month: number, day: number): boolean {
  if (year < 2000 || year > 2099 || month < 1 || month > 12 || day < 1) return false;
  if (month === 2 && day === 29) return year % 4 === 0;
  return day <= (DAYS_IN_MONTH[month - 1] ?? 0);
}

/** YYYY-MM-DD of the day after. */
export function dayAfter(day: string): string {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  if (isDay(year, month, date + 1)) return `${year}-${pad(`${month}`)}-${pad(`${date + 1}`)}`;
  return month === 12 ? `${year + 1}-01-01` : `${year}-${pad(`${month + 1}`)}-01`;
}

/** YYYY-MM-DD of the day before. */
export function dayBefore(day: string): string {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  if (date > 1) return `${year}-${pad(`${month}`)}-${pad(`${date - 1}`)}`;
  if (month === 1) return `${year - 1}-12-31`;
  const last = [31, 30, 29, 28].find((candidate) => isDay(year, month - 1, candidate)) ?? 28;
  return `${year}-${pad(`${month - 1}`)}-${last}`;
}

/** The runs of digits in a short text; null for a text too long to be a time. */
function digitRuns(text: string): string[] | null {
  if (text.length > 64) return null;
  return text.match(/\d+/g);
}

function pad(part: string): string {
  return part.padStart(2, "0");
}
