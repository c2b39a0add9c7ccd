"use client";

import { FileInput } from "lucide-react";
import { useTranslations } from "next-intl";
import { isReady, useStatementUploads } from "@/components/statement/use-statement-uploads";
import { Button } from "@/components/ui/button";
import { FileDrop } from "@/components/ui/file-drop";
import { UploadCard } from "./upload-card";

const ACCEPTED = ".csv,.txt,.zip,.gz";

/** Statements come in here: every file is checked at once, and imported when its channel and day are confirmed. */
export function ImportPanel({ onImported }: { onImported: () => void }) {
  const t = useTranslations("statements");
  const { uploads, add, choose, check, importAll, remove } = useStatementUploads(onImported);
  const ready = uploads.filter(isReady);
  return (
    <section aria-label={t("import.title")} className="flex flex-col gap-2">
      <FileDrop label={t("import.drop")} hint={t("import.formats")} accept={ACCEPTED} onFiles={add} />
      {uploads.length > 0 ? (
        <ul aria-label={t("import.files")} className="flex flex-col gap-2">
          {uploads.map((upload) => (
            <UploadCard
              key={upload.key}
              upload={upload}
              onChoose={(choice) => choose(upload.key, choice)}
              onCheck={() => check(upload)}
              onImport={() => importAll([upload])}
              onRemove={() => remove(upload.key)}
            />
          ))}
        </ul>
      ) : null}
      {ready.length > 1 ? (
        <Button variant="primary" className="self-end" onClick={() => importAll(ready)}>
          <FileInput aria-hidden />
          {t("import.importAll", { count: ready.length })}
        </Button>
      ) : null}
    </section>
  );
}
