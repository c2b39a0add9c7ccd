"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useImportJobs, useSendFiles } from "@/components/statement/use-imports";
import { Checkbox } from "@/components/ui/checkbox";
import { FileDrop } from "@/components/ui/file-drop";
import type { ImportDto } from "@/contracts/imports";
import { type ImportActions, ImportCard } from "./import-card";
import { SendingCard } from "./sending-card";

const ACCEPTED = ".csv,.txt,.zip,.gz";

type ImportPanelProps = {
  jobs: readonly ImportDto[];
  mayImport: boolean;
  actions: ImportActions;
  onStored: () => void;
};

/** Statements come in here, as many at once as one likes; each is a job that goes on without this page. */
export function ImportPanel({ jobs: initial, mayImport, actions, onStored }: ImportPanelProps) {
  const t = useTranslations("statements");
  const jobs = useImportJobs(initial, onStored);
  const sending = useSendFiles();
  const [isDryRun, setDryRun] = useState(false);
  if (!mayImport && jobs.length === 0) return null;
  return (
    <section aria-label={t("import.title")} className="flex flex-col gap-2">
      {mayImport ? (
        <>
          <FileDrop
            label={t("import.drop")}
            hint={t("import.formats")}
            accept={ACCEPTED}
            onFiles={(files) => sending.send(files, isDryRun)}
          />
          <Checkbox
            label={t("import.dryRun")}
            hint={t("import.dryRunHint")}
            checked={isDryRun}
            onCheckedChange={setDryRun}
          />
        </>
      ) : null}
      {sending.files.length + jobs.length > 0 ? (
        <ul aria-label={t("import.jobs")} className="flex max-h-[32rem] flex-col gap-2 overflow-y-auto">
          {sending.files.map((file) => (
            <SendingCard
              key={file.commandId}
              file={file}
              onAgain={() => sending.again(file)}
              onRemove={() => sending.remove(file)}
            />
          ))}
          {jobs.map((job) => (
            <ImportCard key={job.importNo} job={job} actions={mayImport ? actions : null} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}
