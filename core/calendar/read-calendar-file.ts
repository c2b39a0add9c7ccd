import { accept, type Refusal, type Result, refuse } from "@/core/result";
import { type CalendarDay, DAY_KINDS } from "./business-calendar";

const MAX_NAME = 60;
const MAX_DAYS = 366;

export type CalendarFileRefusal = Refusal<"calendar_file_unreadable" | "calendar_row_invalid">;

/**
 * A year's days out of a file: CSV with the columns date, kind, name, or JSON with a list of the same. Kinds are HOLIDAY
 * and WORKDAY. Every row has to be right; a row that is skipped would be a day that is guessed.
 */
export function readCalendarFile(text: string): Result<readonly CalendarDay[], CalendarFileRefusal> {
  const plain = text.replace(/^\uFEFF/, "").trim();
  const rows = plain.startsWith("[") ? readJson(plain) : readCsv(plain);
  if (rows === null || rows.length > MAX_DAYS) {
    return refuse(
      "calendar_file_unreadable",
      'The file is neither CSV whose first line is "date,kind,name" nor a JSON list of such days.',
    );
  }
  const days: CalendarDay[] = [];
  for (const [index, row] of rows.entries()) {
    const day = toDay(row);
    if (!day) {
      const message = `Row ${index + 1} is no day: it needs a date (YYYY-MM-DD), HOLIDAY or WORKDAY, and a name.`;
      return refuse("calendar_row_invalid", message, { row: `${index + 1}` });
    }
    days.push(day);
  }
  return accept(days);
}

type Row = { readonly date: unknown; readonly kind: unknown; readonly name: unknown };

function readCsv(text: string): Row[] | null {
  const [head = "", ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  if (head.replaceAll(/[\s"]/g, "").toLowerCase() !== "date,kind,name") return null;
  return lines.map((line) => {
    // A name may hold commas; the two columns before it never do.
    const [date, kind, name] = /^([^,]*),([^,]*),(.*)$/.exec(line)?.slice(1) ?? [];
    return { date: unquote(date), kind: unquote(kind), name: unquote(name) };
  });
}

function unquote(cell: string | undefined): string | undefined {
  return cell?.trim().replace(/^"(.*)"$/, "$1");
}

function readJson(text: string): Row[] | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed)
      ? parsed.map((row: Partial<Row> | null) => ({ date: row?.date, kind: row?.kind, name: row?.name }))
      : null;
  } catch {
    return null;
  }
}

function toDay({ date, kind, name }: Row): CalendarDay | null {
  const known = DAY_KINDS.find((one) => one === kind);
  if (typeof date !== "string" || typeof name !== "string" || !known || !isDate(date)) return null;
  const trimmed = name.trim();
  return trimmed === "" || trimmed.length > MAX_NAME ? null : { on: date, kind: known, name: trimmed };
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
