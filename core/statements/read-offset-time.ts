import { readDay } from "./read-time";
import { zoneOffset } from "./zone-offset";

const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.\d{1,9})?)?)?(Z|[+-]\d\d:?\d\d)?$/;

/**
 * Hours by which the zones that card acquirers name are ahead of UTC. CST and IST are none of them: Chicago and Shanghai,
 * Dublin, Jerusalem and Delhi, are not told apart by these names.
 */
const ZONES: ReadonlyMap<string, string> = new Map([
  ["UTC", "+00:00"],
  ["GMT", "+00:00"],
  ["WET", "+00:00"],
  ["BST", "+01:00"],
  ["WEST", "+01:00"],
  ["WAT", "+01:00"],
  ["CET", "+01:00"],
  ["MET", "+01:00"],
  ["CEST", "+02:00"],
  ["MEST", "+02:00"],
  ["CAT", "+02:00"],
  ["SAST", "+02:00"],
  ["EET", "+02:00"],
  ["EEST", "+03:00"],
  ["EAT", "+03:00"],
  ["MSK", "+03:00"],
  ["TRT", "+03:00"],
  ["GST", "+04:00"],
  ["PKT", "+05:00"],
  ["ICT", "+07:00"],
  ["WIB", "+07:00"],
  ["SGT", "+08:00"],
  ["HKT", "+08:00"],
  ["MYT", "+08:00"],
  ["PHT", "+08:00"],
  ["AWST", "+08:00"],
  ["JST", "+09:00"],
  ["KST", "+09:00"],
  ["ACST", "+09:30"],
  ["AEST", "+10:00"],
  ["ACDT", "+10:30"],
  ["AEDT", "+11:00"],
  ["NZST", "+12:00"],
  ["NZDT", "+13:00"],
  ["BRT", "-03:00"],
  ["ART", "-03:00"],
  ["CLST", "-03:00"],
  ["CLT", "-04:00"],
  ["COT", "-05:00"],
  ["PET", "-05:00"],
  ["EST", "-05:00"],
  ["EDT", "-04:00"],
  ["CDT", "-05:00"],
  ["MST", "-07:00"],
  ["MDT", "-06:00"],
  ["PST", "-08:00"],
  ["PDT", "-07:00"],
  ["AKST", "-09:00"],
  ["AKDT", "-08:00"],
  ["HST", "-10:00"],
]);

/** "2026-11-19 12:00:00" in UTC, or with its own offset, as RFC 3339. Null when it is no time. */
export function readUtcTime(text: string): string | null {
  return readTimeAt(text, "+00:00");
}

/** As `readUtcTime`, in a zone named like "CET" or "Europe/Paris". Null when the time or the zone cannot be read. */
export function readZonedTime(text: string, zone: string): string | null {
  const offset = ZONES.get(zone.toUpperCase()) ?? /^(?:UTC|GMT)?([+-]\d\d:\d\d)$/.exec(zone)?.[1];
  if (offset !== undefined) return readTimeAt(text, offset);
  const inUtc = readTimeAt(text, "+00:00");
  const local = inUtc === null ? null : zoneOffset(zone, inUtc.slice(0, 19));
  return local === null ? null : readTimeAt(text, local);
}

function readTimeAt(text: string, offset: string): string | null {
  const [, day = "", minutes = "00:00", seconds = "00", own] = TIME.exec(text) ?? [];
  if (readDay(day) === null || minutes > "23:59" || minutes.slice(3) > "59" || seconds > "59") return null;
  const stated = own === "Z" ? "+00:00" : own?.includes(":") === false ? `${own.slice(0, 3)}:${own.slice(3)}` : own;
  return `${day}T${minutes}:${seconds}${stated ?? offset}`;
}
