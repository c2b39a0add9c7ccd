/** A file names one zone, at most a few. */
const MAX_ZONES = 64;
const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * By how much a place ("Europe/Paris") is ahead of UTC when its clocks show `local` ("2026-11-19T12:00:00"), as "+01:00".
 * Of the two answers in the hour that comes twice it is one. Null for what is no place.
 */
export function zoneOffset(zone: string, local: string): string | null {
  if (!/^[A-Z][A-Za-z]*(?:[/_-][A-Z][A-Za-z]*){1,5}$/.test(zone)) return null;
  const formatter = formatterOf(zone);
  if (formatter === null) return null;
  const offsetAt = (moment: number) => {
    const name = formatter.formatToParts(moment).find((part) => part.type === "timeZoneName")?.value ?? "GMT";
    return name === "GMT" ? "+00:00" : name.slice(3);
  };
  const near = offsetAt(Date.parse(`${local}Z`));
  return offsetAt(Date.parse(`${local}${near}`));
}

function formatterOf(zone: string): Intl.DateTimeFormat | null {
  const known = formatters.get(zone);
  if (known) return known;
  if (formatters.size >= MAX_ZONES) formatters.clear();
  try {
    const formatter = new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName: "longOffset" });
    formatters.set(zone, formatter);
    return formatter;
  } catch {
    // Intl has no other way to say that it knows no such place.
    return null;
  }
}
