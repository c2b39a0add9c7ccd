import { readDay } from "./read-time";

const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.\d{1,9})?)?)?(Z|[+-]\d\d:?\d\d)?$/;

/** Hours by which the zones that card acquirers name are ahead of UTC. */
const ZONES: ReadonlyMap<string, string> = new Map([
  ["UTC", "+00:00"],
  ["GMT", "+00:00"],
  ["WET", "+00:00"],
  ["BST", "+01:00"],
  ["WEST", "+01:00"],
  ["CET", "+01:00"],
  ["CEST", "+02:00"],
  ["EET", "+02:00"],
  ["EEST", "+03:00"],
  ["SGT", "+08:00"],
  ["HKT", "+08:00"],
  ["JST", "+09:00"],
  ["AEST", "+10:00"],
  ["AEDT", "+11:00"],
  ["NZST", "+12:00"],
  ["NZDT", "+13:00"],
  ["EST", "-05:00"],
  ["EDT", "-04:00"],
  ["CDT", "-05:00"],
  ["MST", "-07:00"],
  ["MDT", "-06:00"],
  ["PST", "-08:00"],
  ["PDT", "-07:00"],
  ["BRT", "-03:00"],
]);

/** "2026-11-19 12:00:00" in UTC, or with its own offset, as RFC 3339. Null when it is no time. */
export function readUtcTime(text: string): string | null {
  return readTimeAt(text, "+00:00");
}

/** As `readUtcTime`, in a zone named like "CET". Null when the time or the zone cannot be read. */
export function readZonedTime(text: string, zone: string): string | null {
  const offset = ZONES.get(zone.toUpperCase()) ?? /^(?:UTC|GMT)?([+-]\d\d:\d\d)$/.exec(zone)?.[1];
  return offset === undefined ? null : readTimeAt(text, offset);
}

function readTimeAt(text: string, offset: string): string | null {
  const [, day = "", minutes = "00:00", seconds = "00", own] = TIME.exec(text) ?? [];
  if (readDay(day) === null || minutes > "23:59" || minutes.slice(3) > "59" || seconds > "59") return null;
  const stated = own === "Z" ? "+00:00" : own?.includes(":") === false ? `${own.slice(0, 3)}:${own.slice(3)}` : own;
  return `${day}T${minutes}:${seconds}${stated ?? offset}`;
}
