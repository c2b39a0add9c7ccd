"use client";

import { FileUp, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import type { SendingFile } from "@/components/statement/use-imports";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { ProgressBar } from "@/components/ui/progress-bar";

type SendingCardProps = { file: SendingFile; onAgain: () => void; onRemove: () => void };

/** A file on its way to the server. Until it is there, this page has to stay open. */
export function SendingCard({ file: { file, sentBytes, refusal }, onAgain, onRemove }: SendingCardProps) {
  const t = useTranslations("statements");
  return (
    <li className="flex flex-col gap-2 rounded-lg border border-line bg-surface px-3 py-2 shadow-card">
      <div className="flex min-h-7 items-center gap-3">
        <FileUp aria-hidden className="size-4 shrink-0 text-muted" />
        <span className="min-w-0 flex-1 truncate font-medium text-sm">{file.name}</span>
        {refusal ? (
          <IconButton label={t("import.remove", { name: file.name })} icon={X} className="size-6" onClick={onRemove} />
        ) : null}
      </div>
      {refusal ? (
        <>
          <RefusalAlert refusal={refusal} />
          <Button size="sm" className="self-start" onClick={onAgain}>
            {t("import.sendAgain")}
          </Button>
        </>
      ) : (
        <ProgressBar label={t("import.sending")} value={sentBytes} max={file.size} />
      )}
    </li>
  );
}
