import { useTranslations } from "next-intl";
import type { MappingToken } from "@/core/statements/mapping/describe-mapping";

/** A part of a mapping: settings in the reader's words, texts of the file as they are. */
export function MappingTokens({ tokens }: { tokens: readonly MappingToken[] }) {
  const t = useTranslations("mappings");
  if (tokens.length === 0) return <span className="text-faint">{t("changes.unset")}</span>;
  return (
    <span className="flex flex-wrap items-center gap-1">
      {tokens.map((token, index) =>
        "code" in token ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list that is never reordered, in which texts may repeat.
          <span key={index}>{t(`code.${token.code}`)}</span>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above.
          <code key={index} className="break-all rounded-sm bg-sunken px-1 text-xs">
            {token.text}
          </code>
        ),
      )}
    </span>
  );
}
