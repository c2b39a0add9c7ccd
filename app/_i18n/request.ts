import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { PREFERENCE_COOKIES } from "@/components/ui/preference-cookies";
import { BUSINESS_TIME_ZONE, isLocale, matchAcceptLanguage } from "./locales";
import { loadMessages } from "./messages";

/** What the caller names (a text for somebody else), then the cookie, then what the browser asks for, then English. */
export default getRequestConfig(async ({ locale: named }) => {
  const chosen = named ?? (await cookies()).get(PREFERENCE_COOKIES.locale)?.value;
  const locale = isLocale(chosen) ? chosen : matchAcceptLanguage((await headers()).get("accept-language"));
  return { locale, messages: await loadMessages(locale), timeZone: BUSINESS_TIME_ZONE };
});
