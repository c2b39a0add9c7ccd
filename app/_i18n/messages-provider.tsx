"use client";

import { NextIntlClientProvider } from "next-intl";
import { type ReactNode, use } from "react";
import { BUSINESS_TIME_ZONE, type Locale } from "./locales";
import type { LocaleMessages } from "./messages";

type MessagesProviderProps = { locale: Locale; address: string; children: ReactNode };

/**
 * The messages for what runs in the browser. They come as a file of their own, which the browser keeps: written into each
 * page they were three quarters of it, and much of the time that a page took to begin.
 */
export function MessagesProvider({ locale, address, children }: MessagesProviderProps) {
  return (
    <NextIntlClientProvider locale={locale} messages={use(findMessages(locale, address))} timeZone={BUSINESS_TIME_ZONE}>
      {children}
    </NextIntlClientProvider>
  );
}

const found = new Map<string, Promise<LocaleMessages>>();

/** One promise for each address, as `use` wants it. */
function findMessages(locale: Locale, address: string): Promise<LocaleMessages> {
  const known = found.get(address) ?? loadOrFetch(locale, address);
  found.set(address, known);
  return known;
}

async function loadOrFetch(locale: Locale, address: string): Promise<LocaleMessages> {
  // The bundler leaves the import out of what browsers get only where the condition stands right around it.
  if (typeof window === "undefined") {
    const { loadMessages } = await import("./messages");
    return loadMessages(locale);
  }
  return fetchMessages(address).catch(() => fetchMessages(address));
}

async function fetchMessages(address: string): Promise<LocaleMessages> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the messages did not come: ${answer.status}`);
  return (await answer.json()) as LocaleMessages;
}
