import { isDay } from "../read-time";
import type { DatePattern, InstantPattern, TimePattern } from "./mapping";
import type { ZoneOffsets } from "./zone-offset";

type Parts = { YYYY: string; M: string; D: string; H: string; m: string; s: string };

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.\d{1,9})?(Z|z|[+-]\d\d:\d\d)$/;
const MAX_MILLISECONDS = Date.UTC(2100, 0, 1);
const MIN_MILLISECONDS = Date.UTC(2000, 0, 1);

/** A day written as `pattern`, as YYYY-MM-DD; null when it is none. */
export function readMappedDay(text: string, pattern: DatePattern): string | null {
  const parts = readByPattern(text, pattern);
  return parts && dayOf(parts);
}

/** "SKIPPED" for a local time that clocks jumped over, null for a text that is not written as the patterns say. */
export function readMappedTime(
  text: string,
  patterns: { readonly date: DatePattern; readonly joint: string; readonly time: TimePattern | null },
  zone: ZoneOffsets,
): string | "SKIPPED" | null {
  const { date, joint, time } = patterns;
  const parts = readByPattern(text, time === null ? date : `${date}${joint}${time}`);
  const day = parts && dayOf(parts);
  if (!parts || day === null) return null;
  const [hour, minute, second] = [parts.H, parts.m, parts.s].map((part) => part.padStart(2, "0"));
  if (`${hour}` > "23" || `${minute}` > "59" || `${second}` > "59") return null;
  const offset = zone.at(day, `${hour}:${minute}`);
  return offset === null ? "SKIPPED" : `${day}T${hour}:${minute}:${second}${offset}`;
}

/** An instant that needs no zone, as RFC 3339; null when it is not written as `pattern` says. */
export function readMappedInstant(text: string, pattern: InstantPattern): string | null {
  if (pattern === "RFC3339") {
    const [, year = "", month = "", day = "", clock = "", offset = ""] = RFC3339.exec(text) ?? [];
    if (year === "" || !isDay(Number(year), Number(month), Number(day))) return null;
    if (clock > "23:59:59" || clock.slice(3) > "59:59" || clock.slice(6) > "59" || offset.slice(1) > "14:00")
      return null;
    return `${year}-${month}-${day}T${clock}${offset.toUpperCase() === "Z" ? "+00:00" : offset}`;
  }
  if (!/^\d{9,13}$/.test(text)) return null;
  const milliseconds = pattern === "UNIX_SECONDS" ? Number(text) * 1000 : Number(text);
  if (milliseconds < MIN_MILLISECONDS || milliseconds >= MAX_MILLISECONDS) return null;
  return `${new Date(milliseconds).toISOString().slice(0, 19)}+00:00`;
}

/** Walks text and pattern side by side; each part has exactly the digits that its letters say, single letters one or two. */
function readByPattern(text: string, pattern: string): Parts | null {
  const parts: Parts = { YYYY: "", M: "", D: "", H: "0", m: "0", s: "0" };
  let at = 0;
  for (let index = 0; index < pattern.length; ) {
    const letter = pattern.charAt(index);
    let length = 1;
    while (pattern.charAt(index + length) === letter) length += 1;
    if (!"YMDHmsS".includes(letter)) {
      if (text.charAt(at) !== letter) return null;
      at += 1;
      index += 1;
      continue;
    }
    const digits = takeDigits(text, at, length === 1 ? 2 : length);
    if (digits.length < length) return null;
    if (letter === "Y") parts.YYYY = digits;
    else if (letter !== "S") parts[letter as keyof Parts] = digits;
    at += digits.length;
    index += length;
  }
  return at === text.length ? parts : null;
}

function takeDigits(text: string, from: number, most: number): string {
  let end = from;
  while (end < from + most && text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end += 1;
  return text.slice(from, end);
}

function dayOf({ YYYY, M, D }: Parts): string | null {
  return isDay(Number(YYYY), Number(M), Number(D)) ? `${YYYY}-${M.padStart(2, "0")}-${D.padStart(2, "0")}` : null;
}
