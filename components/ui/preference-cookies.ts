/** What a person likes to look at. Cookies, so that the server renders the first paint in it: no script, no flash. */
export const PREFERENCE_COOKIES = { locale: "desk-locale", theme: "desk-theme", density: "desk-density" } as const;

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export const DENSITIES = ["normal", "compact"] as const;
export type Density = (typeof DENSITIES)[number];

const ONE_YEAR_SECONDS = 365 * 24 * 60 * 60;

export function parseTheme(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? "system";
}

export function parseDensity(value: string | undefined): Density {
  return DENSITIES.find((density) => density === value) ?? "normal";
}

/** Remembers a preference in this browser for a year. Not httpOnly on purpose: the toggles write it without a request. */
export function rememberPreference(name: keyof typeof PREFERENCE_COOKIES, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari and Firefox ESR.
  document.cookie = `${PREFERENCE_COOKIES[name]}=${value}; path=/; max-age=${ONE_YEAR_SECONDS}; samesite=lax`;
}
