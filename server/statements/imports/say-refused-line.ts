import "server-only";
import { isOwnReason, type LineReason } from "@/core/statements/line-reasons";
import mappingsEn from "@/messages/en/mappings.json";
import statementsEn from "@/messages/en/statements.json";
import mappingsZh from "@/messages/zh-CN/mappings.json";
import statementsZh from "@/messages/zh-CN/statements.json";

const WORDS = {
  en: { own: statementsEn.refused.why, mapped: mappingsEn.reason },
  "zh-CN": { own: statementsZh.refused.why, mapped: mappingsZh.reason },
} as const;
export type RefusedLocale = keyof typeof WORDS;

/** Why a line was refused, as the page says it. These texts hold nothing of ICU but names in braces. */
export function sayRefusedLine({ code, params }: LineReason, locale: RefusedLocale): string {
  const { own, mapped } = WORDS[locale];
  const text = isOwnReason(code) ? own[code] : mapped[code];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => params[name] ?? whole);
}
