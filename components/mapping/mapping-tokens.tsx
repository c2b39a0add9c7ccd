import { useTranslations } from "next-intl";
import { Fragment } from "react";
import type { MappingToken } from "@/core/statements/mapping/describe-mapping";

/** A part of a mapping: settings in the reader's words, texts of the file as they are. */
export function MappingTokens({ tokens }: { tokens: readonly MappingToken[] }) {
  const t = useTranslations("mappings");
  if (tokens.length === 0) return <span className="text-faint">{t("changes.unset")}</span>;
  return (
    <span className="flex flex-wrap items-center gap-1">
      {tokens.map((token, index) => {
        const before = tokens[index - 1];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list that is never reordered, in which texts may repeat.
          <Fragment key={index}>
            {before && "code" in before ? (
              <span aria-hidden className="text-faint">
                ·
              </span>
            ) : null}
            {"code" in token ? (
              <span>{t(`code.${token.code}`)}</span>
            ) : (
              <code className="break-all rounded-sm bg-sunken px-1 text-xs">{token.text}</code>
            )}
          </Fragment>
        );
      })}
    </span>
  );
}
