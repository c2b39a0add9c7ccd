"use client";

import { RefreshCw, WandSparkles } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ChangeEvent, useRef } from "react";
import { Button } from "@/components/ui/button";

type FileButtonsProps = { onFiles: (files: File[]) => void; onSuggest: () => void };

/** What can be done with a file once one was dropped: try another, or begin anew with what its columns are called. */
export function FileButtons({ onFiles, onSuggest }: FileButtonsProps) {
  const t = useTranslations("mappings");
  const input = useRef<HTMLInputElement>(null);
  const take = ({ target }: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(target.files ?? [])]);
    target.value = "";
  };
  return (
    <>
      <input ref={input} type="file" aria-label={t("drop.another")} tabIndex={-1} className="sr-only" onChange={take} />
      <Button onClick={() => input.current?.click()}>
        <RefreshCw aria-hidden />
        {t("drop.another")}
      </Button>
      <Button onClick={onSuggest}>
        <WandSparkles aria-hidden />
        {t("drop.suggest")}
      </Button>
    </>
  );
}
