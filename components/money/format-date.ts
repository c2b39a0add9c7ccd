type InstantFormat = { zone: string; seconds?: boolean };

const cache = new Map<string, Intl.DateTimeFormat>();

function formatterOf({ zone, seconds = false }: InstantFormat): Intl.DateTimeFormat {
  const key = `${zone} ${seconds}`;
  const known = cache.get(key);
  if (known) return known;
  // Swedish writes ISO order with a space, in any language of the desk the least ambiguous and sortable by eye.
  const made = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    ...(seconds ? { second: "2-digit" } : {}),
  });
  cache.set(key, made);
  return made;
}

/** "2026-11-19 09:30" in the zone: the same digits in every language, so that lists can be compared and pasted. */
export function formatInstant(at: string | Date, format: InstantFormat): string {
  return formatterOf(format).format(typeof at === "string" ? new Date(at) : at);
}

/** A calendar day as it is written everywhere here: "2026-11-19". */
export function formatDay(on: string): string {
  return on.slice(0, 10);
}
