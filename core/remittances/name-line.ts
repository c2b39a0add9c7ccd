import { addDays, daysBetween } from "@/core/calendar/settlement-day";
import type { BankLine, Remitter } from "./remittance";

/** What a line says about whose money it is and of which days. */
export type LineNames = {
  /** Null where it names none, or several. */
  readonly channel: string | null;
  /** Ascending, each once. */
  readonly days: readonly string[];
  readonly statementNos: readonly string[];
};

const DAY = String.raw`(?<!\d)(20\d\d)([-/.]?)(\d\d)\2(\d\d)(?!\d)`;
const ONE_DAY = new RegExp(DAY, "g");
const RANGE = new RegExp(`${DAY}\\s*(?:-|~|–|—|至|到|to|\\.\\.)\\s*${DAY.replaceAll("\\2", "\\6")}`, "g");
const STATEMENT_NO = /(?<![A-Za-z0-9])ST\d{14}(?!\d)/g;
const MAX_RANGE_DAYS = 31;

/** Reads the names out of a line. A code or a name of one channel decides; a payer that several share decides nothing. */
export function nameLine(line: BankLine, remitters: readonly Remitter[]): LineNames {
  const texts = [line.counterpartyName, line.ourReference, line.channelReference, line.remark];
  const text = texts
    .filter((one) => one !== null)
    .join("\n")
    .normalize("NFKC");
  const surely = remitters.filter((one) => one.names.some((name) => holdsName(text, name)));
  const perhaps = remitters.filter((one) => one.formatNames.some((name) => holdsName(text, name)));
  const named = surely.length > 0 ? surely : perhaps;
  const [only] = named;
  return {
    channel: only && named.length === 1 ? only.channel : null,
    days: readDays(text),
    statementNos: [...new Set(text.match(STATEMENT_NO) ?? [])],
  };
}

/** Latin words have to stand alone, so that "pay" is not found in "payee"; Chinese is written without spaces. */
function holdsName(text: string, name: string): boolean {
  const wanted = name.normalize("NFKC").trim();
  if (wanted === "") return false;
  const escaped = wanted.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const bound = /^[\p{Script=Han}]/u.test(wanted) ? escaped : `(?<![A-Za-z0-9])${escaped}(?![A-Za-z0-9])`;
  return new RegExp(bound, "iu").test(text);
}

function readDays(text: string): string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(RANGE)) {
    const [first, last] = [toDay(match[1], match[3], match[4]), toDay(match[5], match[7], match[8])];
    if (first === null || last === null || first > last || daysBetween(first, last) > MAX_RANGE_DAYS) continue;
    for (let day = first; day <= last; day = addDays(day, 1)) found.add(day);
  }
  for (const match of text.matchAll(ONE_DAY)) {
    const day = toDay(match[1], match[3], match[4]);
    if (day !== null) found.add(day);
  }
  return [...found].sort();
}

function toDay(year: string | undefined, month: string | undefined, date: string | undefined): string | null {
  const text = `${year}-${month}-${date}`;
  const parsed = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== text ? null : text;
}
