"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Amounts } from "@/components/suspense/bulk-summary";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { RadioCards } from "@/components/ui/radio-cards";
import type { BulkMode, BulkPreviewDto } from "@/contracts/bulk";

type ConfirmCardProps = { job: BulkPreviewDto; confirm: ServerCommand<unknown>; onDone: () => void };

/** The question that the preview ends in. It sends the preview's token: what is done is what was seen, or nothing. */
export function ConfirmCard({ job, confirm, onDone }: ConfirmCardProps) {
  const t = useTranslations("bulk");
  // What was on the screen when the question was opened.
  const [snapshot] = useState(job.snapshot);
  const [mode, setMode] = useState<BulkMode>(job.source === "SHEET" ? "BUNDLE" : "EACH");
  const { run, pending, refusal } = useCommand(confirm);
  const ready = job.counts.find(({ state }) => state === "READY");
  if (!ready) return null;
  const send = async () => {
    if ((await run({ jobNo: job.jobNo, snapshot, mode })) !== null) onDone();
  };
  return (
    <Card className="flex flex-col gap-3 border-accent">
      <p className="tabular font-semibold">
        {t("state.READY")}: {t("job.rows", { count: ready.count })} · <Amounts amounts={ready.amounts} />
      </p>
      <RadioCards
        legend={t("job.confirm")}
        value={mode}
        onValueChange={setMode}
        options={[
          { value: "EACH", label: t("job.each"), hint: t("job.eachHint") },
          { value: "BUNDLE", label: t("job.bundle"), hint: t("job.bundleHint") },
        ]}
        className="md:grid md:grid-cols-2"
      />
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <div className="flex justify-end">
        <Button variant="primary" pending={pending} onClick={() => void send()}>
          {t(mode === "BUNDLE" ? "job.bundle" : "job.each")}
        </Button>
      </div>
    </Card>
  );
}
