/** The languages of the desk. The choice lives in a cookie, never in the URL: links between colleagues stay the same. */
export const LOCALES = ["en", "zh-CN"] as const;
export type Locale = (typeof LOCALES)[number];

export const DEFAULT_LOCALE: Locale = "en";

/** The business time zone: every instant on screen is shown in it, and the accounting day turns in it. */
export const BUSINESS_TIME_ZONE = "Asia/Shanghai";

export function isLocale(value: string | undefined): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

/** The first language of an Accept-Language header that the desk speaks; quality values keep their written order. */
export function matchAcceptLanguage(header: string | null): Locale {
  for (const part of (header ?? "").split(",").slice(0, 16)) {
    const tag = part.split(";")[0]?.trim().toLowerCase() ?? "";
    if (tag === "zh" || tag.startsWith("zh-")) return "zh-CN";
    if (tag === "en" || tag.startsWith("en-")) return "en";
  }
  return DEFAULT_LOCALE;
}
