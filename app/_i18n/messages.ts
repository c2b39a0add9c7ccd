import { DEFAULT_LOCALE, type Locale } from "./locales";

type Namespace = { readonly default: Record<string, unknown> };

/** One file per namespace and language. The glob is resolved by the bundler, so a production build contains them all. */
const FILES = import.meta.glob<Namespace>(["../../messages/en/*.json", "../../messages/zh-CN/*.json"]);
const PATH = /\/messages\/([^/]+)\/([^/]+)\.json$/;

export type LocaleMessages = Record<string, Record<string, unknown>>;
const loaded = new Map<Locale, Promise<LocaleMessages>>();

/** All messages of a language, keyed by namespace, put together once. */
export function loadMessages(locale: Locale): Promise<LocaleMessages> {
  const known = loaded.get(locale) ?? collectMessages(locale);
  loaded.set(locale, known);
  return known;
}

/** A namespace that is not translated yet falls back to the default language. */
async function collectMessages(locale: Locale): Promise<LocaleMessages> {
  const messages: LocaleMessages = {};
  for (const wanted of new Set([DEFAULT_LOCALE, locale])) {
    for (const [path, load] of Object.entries(FILES)) {
      const [, language, namespace] = PATH.exec(path) ?? [];
      if (language === wanted && namespace) messages[namespace] = (await load()).default;
    }
  }
  return messages;
}
