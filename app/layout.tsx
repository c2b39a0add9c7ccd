import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { PREFERENCE_COOKIES, parseDensity, parseTheme } from "@/components/ui/preference-cookies";
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
  return (
    <html lang={await getLocale()} data-theme={theme} data-density={density}>
      <body className="min-h-dvh">
        <NextIntlClientProvider>
          <Providers theme={theme} density={density}>
            {children}
          </Providers>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
