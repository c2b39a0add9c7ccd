import { useTranslations } from "next-intl";
import { useMemo } from "react";

export type AuditWords = { action: (action: string) => string; objectType: (type: string) => string };

/** The trail's own words in the reader's language; a word that is newer than the translation stands for itself. */
export function useAuditWords(): AuditWords {
  const enums = useTranslations("enums");
  return useMemo(() => {
    const say = (key: string, word: string) => (enums.has(key) ? enums(key) : word);
    return {
      action: (action) => say(`auditAction.${action}`, action),
      objectType: (type) => say(`objectType.${type}`, type),
    };
  }, [enums]);
}
