"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Section } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";
import type { PayerAnswerText } from "./payer-answer-texts";

const NAMES = { en: "English", "zh-CN": "中文" } as const;

/** What customer service may send to the payer as it stands, in either language. */
export function PayerAnswer({ answers }: { answers: readonly PayerAnswerText[] }) {
  const t = useTranslations("orders");
  const locale = useLocale();
  const [chosen, setChosen] = useState<string>(locale);
  const shown = answers.find((answer) => answer.locale === chosen) ?? answers[0];
  if (!shown) return null;
  const separator = shown.locale === "zh-CN" ? "" : " ";
  return (
    <Section
      title={t("answer.title")}
      actions={<CopyButton text={shown.sentences.join(separator)} what={t("answer.what")} />}
    >
      <fieldset className="mb-2 flex gap-1">
        <legend className="sr-only">{t("answer.language")}</legend>
        {answers.map(({ locale: code }) => (
          <button
            key={code}
            type="button"
            lang={code}
            aria-pressed={code === shown.locale}
            onClick={() => setChosen(code)}
            className={cn(
              "h-6 rounded-sm px-2 text-xs",
              code === shown.locale ? "bg-accent-soft font-medium text-accent" : "text-muted hover:bg-hover",
            )}
          >
            {NAMES[code]}
          </button>
        ))}
      </fieldset>
      <div lang={shown.locale} className="flex flex-col gap-1.5 text-sm">
        {shown.sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <p className="mt-2 border-line border-t pt-2 text-muted text-xs">{t("answer.description")}</p>
    </Section>
  );
}
