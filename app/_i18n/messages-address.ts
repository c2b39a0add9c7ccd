import "server-only";
import { createHash } from "node:crypto";
import type { Locale } from "./locales";
import { loadMessages } from "./messages";

const DIGITS = 16;
const addresses = new Map<Locale, string>();

/** Where browsers get a language's messages: another address for other content, so that it may be kept for good. */
export async function messagesAddress(locale: Locale): Promise<string> {
  const known = addresses.get(locale);
  if (known !== undefined) return known;
  const hash = createHash("sha256").update(JSON.stringify(await loadMessages(locale)));
  const address = `/messages/${locale}?v=${hash.digest("hex").slice(0, DIGITS)}`;
  addresses.set(locale, address);
  return address;
}
