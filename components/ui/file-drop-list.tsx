"use client";

import { FileText, X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { StatusBadge } from "./badge";
import { IconButton } from "./icon-button";
import { ProgressBar } from "./progress-bar";

export type DroppedFile = {
  key: string;
  name: string;
  sizeBytes: number;
  state: "waiting" | "sending" | "done" | "failed";
  /** Bytes sent so far, while sending. */
  sentBytes?: number | undefined;
  /** Why it failed, in words for people. */
  error?: string | undefined;
};

const TONES = { waiting: "neutral", sending: "info", done: "success", failed: "danger" } as const;
const KIB = 1024;

type FileDropListProps = { files: readonly DroppedFile[]; onRemove?: ((key: string) => void) | undefined };

export function FileDropList({ files, onRemove }: FileDropListProps) {
  const t = useTranslations("common");
  const format = useFormatter();
  if (files.length === 0) return null;
  const size = (bytes: number) =>
    bytes < KIB * KIB
      ? format.number(Math.ceil(bytes / KIB), { style: "unit", unit: "kilobyte" })
      : format.number(bytes / KIB / KIB, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 });
  return (
    <ul aria-label={t("fileDrop.list")} className="divide-y divide-line rounded-lg border border-line bg-surface">
      {files.map((file) => (
        <li key={file.key} className="flex min-h-row items-center gap-3 px-3 py-1.5 text-sm">
          <FileText aria-hidden className="size-4 shrink-0 text-muted" />
          <div className="min-w-0 flex-1">
            {file.state === "sending" ? (
              <ProgressBar label={file.name} value={file.sentBytes ?? null} max={file.sizeBytes} />
            ) : (
              <span className="block truncate">{file.name}</span>
            )}
            {file.error ? <span className="block text-danger text-xs">{file.error}</span> : null}
          </div>
          <span className="tabular shrink-0 text-muted text-xs">{size(file.sizeBytes)}</span>
          <StatusBadge tone={TONES[file.state]}>{t(`fileDrop.state.${file.state}`)}</StatusBadge>
          {onRemove ? (
            <IconButton
              label={t("fileDrop.remove", { name: file.name })}
              icon={X}
              className="size-6"
              onClick={() => onRemove(file.key)}
            />
          ) : null}
        </li>
      ))}
    </ul>
  );
}
