/** The filters that are set; whatever is not is not there. What they may be the server says. */
export function filtersOf(values: Readonly<Record<string, string | null>>): Record<string, string> {
  const set: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) if (value !== null) set[name] = value;
  return set;
}
