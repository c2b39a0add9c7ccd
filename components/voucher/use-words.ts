import { useLocale } from "next-intl";
import { useCallback } from "react";
import type { Words } from "@/core/ledger/vocabulary";

/** A text that comes in both languages with its data, in the reader's. */
export function useWords(): (words: Words) => string {
  const isChinese = useLocale() === "zh-CN";
  return useCallback((words) => (isChinese ? words.zh : words.en), [isChinese]);
}
