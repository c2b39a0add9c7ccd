import "server-only";
import type { Actor } from "@/core/permissions/actor";
import exportsEn from "@/messages/en/exports.json";
import exportsZh from "@/messages/zh-CN/exports.json";

const ZONE = "Asia/Shanghai";
const WORDS = { en: exportsEn.fact, "zh-CN": exportsZh.fact } as const;
export type SheetLocale = keyof typeof WORDS;

type SheetHead = {
  readonly actor: Actor;
  readonly locale: SheetLocale;
  readonly what: string;
  readonly filters: Readonly<Record<string, string | undefined>>;
  readonly exportedAt: Date;
};

/** The header block of a file: what it is, which rows, and who took it out when. */
export function sayHead({ actor, locale, what, filters, exportedAt }: SheetHead): (readonly [string, string])[] {
  const words = WORDS[locale];
  const when = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short", timeStyle: "medium" });
  const given = Object.entries(filters).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  return [
    [words.what, what],
    [words.filter, given.length === 0 ? words.noFilter : given.join(" ")],
    [words.user, `${actor.displayName} (${actor.login})`],
    [words.time, when.format(exportedAt)],
    [words.zone, ZONE],
  ];
}
