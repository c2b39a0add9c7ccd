"use client";

import { FileText } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { useRefreshImports } from "@/components/statement/use-imports";
import { StatusBadge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { hasEnded, type ImportDto, isCancellable } from "@/contracts/imports";
import { ImportOutcome } from "./import-outcome";
import { ImportProgress } from "./import-progress";
import { ImportQuestion } from "./import-question";

export type ImportActions = {
  readonly answer: ServerCommand<unknown>;
  readonly cancel: ServerCommand<unknown>;
  readonly repeat: ServerCommand<unknown>;
};

const TONES: Record<ImportDto["status"], Tone> = {
  WAITING: "warning",
  QUEUED: "neutral",
  READING: "info",
  CHECKING: "info",
  PROMOTING: "info",
  DONE: "success",
  REFUSED: "danger",
  CANCELLED: "neutral",
  FAILED: "danger",
};

/** One job: how far it is, what it asks, what became of it. `actions` is null for those who only look. */
export function ImportCard({ job, actions }: { job: ImportDto; actions: ImportActions | null }) {
  const t = useTranslations("statements");
  return (
    <li className="flex flex-col gap-2 rounded-lg border border-line bg-surface px-3 py-2 shadow-card">
      <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1">
        <FileText aria-hidden className="size-4 shrink-0 text-muted" />
        <span className="min-w-0 truncate font-medium text-sm">{job.fileName}</span>
        <span className="text-muted text-xs">
          <ByteSize bytes={job.sizeBytes} />
          {job.channel ? ` · ${job.channel.name}` : null}
          {job.settlesOn ? ` · ${job.settlesOn}` : null}
        </span>
        <span className="flex-1" />
        <span className="text-muted text-xs">
          {job.importNo} · {job.source === "PAGE" ? job.sentAs : t(`import.source.${job.source}`, { name: job.sentAs })}{" "}
          · <DateTime at={job.finishedAt ?? job.createdAt} />
        </span>
        <span aria-live="polite">
          <StatusBadge tone={TONES[job.status]}>{t(labelOf(job))}</StatusBadge>
        </span>
        {actions && isCancellable(job.status) ? <CancelButton job={job} cancel={actions.cancel} /> : null}
      </div>
      {hasEnded(job.status) || job.status === "WAITING" ? null : <ImportProgress job={job} />}
      {job.needs && actions ? <ImportQuestion job={job} answer={actions.answer} /> : null}
      {hasEnded(job.status) ? <ImportOutcome job={job} repeat={actions?.repeat ?? null} /> : null}
    </li>
  );
}

function labelOf(job: ImportDto) {
  if (job.isCancelAsked && !hasEnded(job.status)) return "import.state.CANCELLING" as const;
  if (job.status !== "DONE") return `import.state.${job.status}` as const;
  if (job.isDryRun) return "import.state.CHECKED" as const;
  return job.isDuplicate ? ("import.state.DUPLICATE" as const) : ("import.state.DONE" as const);
}

function CancelButton({ job, cancel }: { job: ImportDto; cancel: ImportActions["cancel"] }) {
  const t = useTranslations("statements");
  const refresh = useRefreshImports();
  const { run, pending, refusal } = useCommand(cancel);
  const onCancel = async () => {
    await run({ importNo: job.importNo });
    refresh();
  };
  return (
    <>
      <Button
        size="sm"
        disabled={pending || job.isCancelAsked}
        aria-label={t("import.cancelNamed", { name: job.fileName })}
        onClick={onCancel}
      >
        {t("import.cancel")}
      </Button>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
    </>
  );
}

const KIB = 1024;

function ByteSize({ bytes }: { bytes: number }) {
  const format = useFormatter();
  return bytes < KIB * KIB
    ? format.number(Math.ceil(bytes / KIB), { style: "unit", unit: "kilobyte" })
    : format.number(bytes / KIB / KIB, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 });
}
