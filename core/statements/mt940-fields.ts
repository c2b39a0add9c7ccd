import { parseDecimalAmount } from "@/core/money/parse-money";
import type { StatedBalance } from "./cash-balance";
import type { CashLine } from "./cash-line";
import { currencyScale } from "./currency-scale";
import { type LineReason, why } from "./line-reasons";
import { isDay } from "./read-time";

/** What a field could not be read for. */
export type Mt940Unreadable = { reason: LineReason };

const MAX_QUOTED_CHARS = 40;
/** Subfields of :61: before the reference. The mark is followed by the currency's third letter at some banks. */
const ENTRY_HEAD = /^(\d{6})(\d{4})?(R?[CD])([A-Z])?/;
const ENTRY_TAIL = /^([A-Z][A-Z0-9]{3})(.{0,80})$/u;
const AMOUNT = /^\d{1,15},\d{0,6}$/;
const BALANCE = /^([CD])(\d{6})([A-Z]{3})(.{1,25})$/u;

export type Mt940Entry = Pick<
  CashLine,
  "direction" | "amountMinor" | "isReversal" | "happenedAt" | "valueOn" | "businessType" | "entryNo" | "ourReference"
> & { supplement: string | null };

/** :60F:, :60M:, :62F:, :62M: as "C261119EUR1234,56". */
export function readMt940Balance(text: string): StatedBalance | Mt940Unreadable {
  const parts = BALANCE.exec(text.trim());
  if (!parts) return { reason: why("mt_balance_not_read", { text: text.slice(0, MAX_QUOTED_CHARS) }) };
  const [, mark, day = "", asset = "", amount = ""] = parts;
  const scale = currencyScale(asset);
  if (scale === null) return { reason: why("currency_unknown", { text: asset }) };
  const on = readMt940Day(day);
  if (on === null) return { reason: why("day_not_read", { text: day }) };
  const minor = readMt940Amount(amount, scale);
  if (typeof minor !== "bigint") return minor;
  return { minor: mark === "D" ? -minor : minor, asset, scale, on };
}

/** A :61: field: value date, entry date, mark, amount, type, references, and the line below it. */
export function readMt940Entry(text: string, scale: number): Mt940Entry | Mt940Unreadable {
  const [first = "", ...below] = text.split("\n");
  const head = ENTRY_HEAD.exec(first);
  if (!head) return { reason: why("mt_entry_not_read", { text: first.slice(0, MAX_QUOTED_CHARS) }) };
  const [all, valueDay = "", entryDay, mark = ""] = head;
  const valueOn = readMt940Day(valueDay);
  if (valueOn === null) return { reason: why("day_not_read", { text: valueDay }) };
  const bookedOn = entryDay === undefined ? valueOn : nearestDay(entryDay, valueOn);
  if (bookedOn === null) return { reason: why("entry_day_not_read", { text: entryDay ?? "" }) };
  const rest = first.slice(all.length);
  const letter = rest.search(/[A-Za-z]/);
  const amountText = letter < 0 ? rest : rest.slice(0, letter);
  const amountMinor = readMt940Amount(amountText, scale);
  if (typeof amountMinor !== "bigint") return amountMinor;
  const tail = ENTRY_TAIL.exec(rest.slice(amountText.length));
  if (!tail) return { reason: why("mt_type_missing") };
  const [, businessType = "", references = ""] = tail;
  const slashes = references.indexOf("//");
  const customer = slashes < 0 ? references : references.slice(0, slashes);
  const bank = slashes < 0 ? "" : references.slice(slashes + 2);
  const isReversal = mark.startsWith("R");
  return {
    // RC takes a credit back and so lowers the balance.
    direction: mark === "C" || mark === "RD" ? "IN" : "OUT",
    amountMinor,
    isReversal,
    happenedAt: bookedOn,
    valueOn,
    businessType,
    entryNo: bank.trim() || null,
    ourReference: REFERENCE_WORDS.includes(customer.trim()) ? null : absentReference(customer),
    supplement: below.join("").trim() || null,
  };
}

/** NONREF, and SEPA's NOTPROVIDED, say that there is none. */
const NO_REFERENCE: readonly string[] = ["", "NONREF", "NOTPROVIDED"];
/** Where :61: has one of these, the reference stands in :86: behind that word. */
const REFERENCE_WORDS: readonly string[] = ["EREF", "PREF", "MARF"];

export function absentReference(text: string): string | null {
  const trimmed = text.trim();
  return NO_REFERENCE.includes(trimmed) ? null : trimmed;
}

/** A decimal comma that is always there, with perhaps nothing behind it: "300,". */
function readMt940Amount(text: string, scale: number): bigint | Mt940Unreadable {
  const parsed = AMOUNT.test(text) ? parseDecimalAmount(text.replace(",", "."), scale) : null;
  if (parsed === null) return { reason: why("mt_amount_not_read", { text: text.slice(0, MAX_QUOTED_CHARS) }) };
  return parsed.ok ? parsed.value : { reason: why(parsed.refusal.code, { ...parsed.refusal.params, text }) };
}

function readMt940Day(digits: string): string | null {
  const [year, month, day] = [2000 + Number(digits.slice(0, 2)), digits.slice(2, 4), digits.slice(4, 6)];
  // SWIFT's years from 80 on are those of the last century, of which no bank reports any more.
  if (year >= 2080) return null;
  return isDay(year, Number(month), Number(day)) ? `${year}-${month}-${day}` : null;
}

/** MMDD in the year that puts it nearest to the value date: around New Year the two lie in different years. */
function nearestDay(digits: string, valueOn: string): string | null {
  const [month, day] = [digits.slice(0, 2), digits.slice(2, 4)];
  const valueYear = Number(valueOn.slice(0, 4));
  let nearest: string | null = null;
  for (const year of [valueYear, valueYear - 1, valueYear + 1]) {
    if (!isDay(year, Number(month), Number(day))) continue;
    const candidate = `${year}-${month}-${day}`;
    if (nearest === null || daysBetween(candidate, valueOn) < daysBetween(nearest, valueOn)) nearest = candidate;
  }
  return nearest;
}

/** Close enough to choose between years: months count as 31 days. */
function daysBetween(left: string, right: string): number {
  const dayNumber = (day: string) =>
    Number(day.slice(0, 4)) * 372 + Number(day.slice(5, 7)) * 31 + Number(day.slice(8, 10));
  return Math.abs(dayNumber(left) - dayNumber(right));
}
