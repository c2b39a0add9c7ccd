import type { BrowserContext } from "@playwright/test";

/** How a person has set the desk. The cookies are those that the toggles write. */
export type Look = { locale: "en" | "zh-CN"; theme: "light" | "dark" };

export const EN_LIGHT: Look = { locale: "en", theme: "light" };
export const ZH_DARK: Look = { locale: "zh-CN", theme: "dark" };

/** Sets language and theme for the pages opened from now on. */
export async function setLook(context: BrowserContext, { locale, theme }: Look): Promise<void> {
  const url = process.env.DESK_E2E_URL ?? "";
  await context.addCookies([
    { name: "desk-locale", value: locale, url },
    { name: "desk-theme", value: theme, url },
  ]);
}
