import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { formatAmount } from "@/core/money/format-money";

export type DetailWord = { key: string; label: string; value: string };

const WHOLE_NUMBER = /^-?\d+$/;

/**
 * The values that an event carries, by what people call them; a name that is newer than the translation stands for itself.
 * An amount is written as one where the event says its currency, and is said to be in minor units where it does not.
 */
export function useDetailWords(): (detail: readonly (readonly [string, string])[]) => DetailWord[] {
  const t = useTranslations("audit");
  const locale = useLocale();
  return useMemo(() => {
    const name = (part: string) => (t.has(`key.${part}`) ? t(`key.${part}`) : part);
    return (detail) => {
      const asset = detail.find(([key]) => key === "asset")?.[1];
      return detail.map(([key, value]) => {
        const label = key.split(".").map(name).join(" · ");
        if (value === "true" || value === "false") return { key, label, value: t(`value.${value}`) };
        if (!key.endsWith("Minor") || !WHOLE_NUMBER.test(value)) return { key, label, value };
        if (asset === undefined) return { key, label: t("inMinorUnits", { what: label }), value };
        return { key, label, value: `${formatAmount(BigInt(value), asset, locale)} ${asset}` };
      });
    };
  }, [t, locale]);
}
