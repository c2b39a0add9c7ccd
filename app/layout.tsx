import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { preload } from "react-dom";
import { PREFERENCE_COOKIES, parseDensity, parseTheme } from "@/components/ui/preference-cookies";
import { DEFAULT_LOCALE, isLocale } from "./_i18n/locales";
import { messagesAddress } from "./_i18n/messages-address";
import { MessagesProvider } from "./_i18n/messages-provider";
import { Providers } from "./providers";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("common");
  return {
    title: { default: t("product.name"), template: `%s · ${t("product.name")}` },
    description: t("product.sentence"),
    robots: { index: false, follow: false },
  };
}

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  const theme = parseTheme(jar.get(PREFERENCE_COOKIES.theme)?.value);
  const density = parseDensity(jar.get(PREFERENCE_COOKIES.density)?.value);
  const chosen = await getLocale();
  const locale = isLocale(chosen) ? chosen : DEFAULT_LOCALE;
  const address = await messagesAddress(locale);
  preload(address, { as: "fetch", crossOrigin: "anonymous" });
  return (
    <html lang={locale} data-theme={theme} data-density={density}>
      <body className="min-h-dvh">
        <MessagesProvider locale={locale} address={address}>
          <Providers theme={theme} density={density}>
            {children}
          </Providers>
        </MessagesProvider>
      </body>
    </html>
  );
}
