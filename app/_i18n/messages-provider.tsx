"use client";

import { NextIntlClientProvider } from "next-intl";
import { type ReactNode, use } from "react";
import { BUSINESS_TIME_ZONE, type Locale } from "./locales";
import { type LocaleMessages, loadMessages } from "./messages";

type MessagesProviderProps = { locale: Locale; address: string; children: ReactNode };

/**
 * The messages for what runs in the browser. They come as a file of their own, which the browser keeps: written into each
 * page they were three quarters of it, and most of the time that a page took to begin.
 */
export function MessagesProvider({ locale, address, children }: MessagesProviderProps) {
  const messages = use(typeof window === "undefined" ? loadMessages(locale) : fetchMessages(address));
  return (
    <NextIntlClientProvider locale={locale} messages={messages} timeZone={BUSINESS_TIME_ZONE}>
      {children}
    </NextIntlClientProvider>
  );
}

const fetched = new Map<string, Promise<LocaleMessages>>();

function fetchMessages(address: string): Promise<LocaleMessages> {
  const known = fetched.get(address) ?? fetchOnce(address).catch(() => fetchOnce(address));
  fetched.set(address, known);
  return known;
}

async function fetchOnce(address: string): Promise<LocaleMessages> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the messages did not come: ${answer.status}`);
  return (await answer.json()) as LocaleMessages;
}
