"use client";

import { FileText, X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { StatementUpload, UploadProgress } from "@/components/statement/use-statement-uploads";
import { StatusBadge, type Tone } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/icon-button";
import { ProgressBar } from "@/components/ui/progress-bar";
import { UploadChoice } from "./upload-choice";
import { UploadContents } from "./upload-contents";
import { UploadResult } from "./upload-result";

type UploadCardProps = {
  upload: StatementUpload;
  onChoose: (choice: { channel?: string; settlesOn?: string | null }) => void;
  onCheck: () => void;
  onImport: () => void;
  onRemove: () => void;
};

const KIB = 1024;

/** One chosen file: how far it is, what it holds, what to import it as, and what became of it. */
export function UploadCard({ upload, onChoose, onCheck, onImport, onRemove }: UploadCardProps) {
  const t = useTranslations("statements");
  const format = useFormatter();
  const { file, progress, checked, outcome } = upload;
  const size =
    file.size < KIB * KIB
      ? format.number(Math.ceil(file.size / KIB), { style: "unit", unit: "kilobyte" })
      : format.number(file.size / KIB / KIB, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 });
  const state = stateOf(upload);
  const isSettled = outcome?.state === "imported" || outcome?.state === "duplicate";
  return (
    <li className="flex flex-col gap-2 rounded-lg border border-line bg-surface px-3 py-2 shadow-card">
      <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1">
        <FileText aria-hidden className="size-4 shrink-0 text-muted" />
        <span className="min-w-0 truncate font-medium text-sm">{file.name}</span>
        <span className="tabular shrink-0 text-muted text-xs">{size}</span>
        <span className="flex-1" />
        <span aria-live="polite">
          <StatusBadge tone={STATE_TONES[state]}>{t(`import.state.${state}`)}</StatusBadge>
        </span>
        <IconButton
          label={t("import.remove", { name: file.name })}
          icon={X}
          className="size-6"
          disabled={progress !== null && progress.phase !== "waiting"}
          onClick={onRemove}
        />
      </div>
      {progress ? <UploadMeter progress={progress} sizeBytes={file.size} /> : null}
      {checked ? <UploadContents contents={checked.contents} /> : null}
      {checked && !isSettled && !progress ? (
        <UploadChoice upload={upload} checked={checked} onChoose={onChoose} onImport={onImport} />
      ) : null}
      {outcome && outcome.state !== "checked" ? (
        <UploadResult fileName={file.name} outcome={outcome} upload={upload} onChoose={onChoose} onCheck={onCheck} />
      ) : null}
    </li>
  );
}

function UploadMeter({ progress, sizeBytes }: { progress: UploadProgress; sizeBytes: number }) {
  const t = useTranslations("statements");
  if (progress.phase === "waiting") return null;
  if (progress.phase === "sending") {
    return progress.bytes < sizeBytes ? (
      <ProgressBar label={t("import.sending")} value={progress.bytes} max={sizeBytes} />
    ) : (
      <ProgressBar label={t("import.reading")} value={null} />
    );
  }
  return (
    <ProgressBar
      label={t("import.reading")}
      value={progress.bytes}
      max={progress.sizeBytes}
      note={t("import.linesSoFar", { count: progress.lines })}
    />
  );
}

type UploadState = "waiting" | "working" | "checked" | "imported" | "duplicate" | "refused" | "failed";

const STATE_TONES: Record<UploadState, Tone> = {
  waiting: "neutral",
  working: "info",
  checked: "info",
  imported: "success",
  duplicate: "neutral",
  refused: "danger",
  failed: "danger",
};

function stateOf({ progress, outcome }: StatementUpload): UploadState {
  if (progress) return progress.phase === "waiting" ? "waiting" : "working";
  return outcome?.state ?? "checked";
}
