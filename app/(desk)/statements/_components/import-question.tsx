"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { useRefreshImports } from "@/components/statement/use-imports";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { ImportDto } from "@/contracts/imports";

/** What a job cannot tell by its file: which of several channels it is from, or which day it is for. */
export function ImportQuestion({ job, answer }: { job: ImportDto; answer: ServerCommand<unknown> }) {
  const t = useTranslations("statements");
  const refresh = useRefreshImports();
  const { run, pending, refusal } = useCommand(answer);
  const [channel, setChannel] = useState<string | null>(null);
  const [settlesOn, setSettlesOn] = useState(job.suggestedOn);
  const asksChannel = job.needs === "CHANNEL";
  const given = asksChannel ? channel : settlesOn;
  const onAnswer = async () => {
    await run({
      importNo: job.importNo,
      channel: asksChannel ? channel : null,
      settlesOn: asksChannel ? null : settlesOn,
    });
    refresh();
  };
  return (
    <div className="flex flex-wrap items-end gap-3">
      {asksChannel ? (
        <Field label={t("field.channel")} required>
          <Select
            options={job.choices.map(({ code, name }) => ({ value: code, label: name }))}
            value={channel}
            placeholder={t("import.chooseChannel")}
            onValueChange={setChannel}
            className="w-56"
          />
        </Field>
      ) : (
        <Field label={t("field.settlesOn")} required>
          <Input
            type="date"
            value={settlesOn ?? ""}
            onChange={(event) => setSettlesOn(event.target.value || null)}
            className="w-40"
          />
        </Field>
      )}
      <p className="flex-1 basis-64 self-end pb-2 text-muted text-xs">
        {t(asksChannel ? "import.askChannel" : job.suggestedOn === null ? "import.dateNeeded" : "import.dateSuggested")}
      </p>
      <Button variant="primary" disabled={given === null || pending} onClick={onAnswer}>
        {t("import.import")}
      </Button>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
    </div>
  );
}
