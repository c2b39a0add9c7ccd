"use client";

import { Upload } from "lucide-react";
import { useTranslations } from "next-intl";
import { type DragEvent, type ReactNode, useId, useState } from "react";
import { cn } from "./cn";
import { useFieldWiring } from "./field";
import { type DroppedFile, FileDropList } from "./file-drop-list";

type FileDropProps = {
  /** What to drop here: "channel statements". */
  label: string;
  hint?: ReactNode;
  /** As in <input accept>: ".csv,.zip". Only a first help: the server decides what a file is. */
  accept?: string | undefined;
  multiple?: boolean | undefined;
  disabled?: boolean | undefined;
  onFiles: (files: File[]) => void;
  /** What was dropped, with progress, kept by the caller. */
  files?: readonly DroppedFile[] | undefined;
  onRemove?: ((key: string) => void) | undefined;
};

/** Files by drag, by mouse or by keyboard: the input itself is there, only covered by the box that is its label. */
export function FileDrop({
  label,
  hint,
  accept,
  multiple = true,
  disabled = false,
  onFiles,
  files = [],
  onRemove,
}: FileDropProps) {
  const t = useTranslations("common");
  const wiring = useFieldWiring();
  const ownId = useId();
  const [over, setOver] = useState(false);
  const take = (list: FileList | null) => {
    const taken = Array.from(list ?? []);
    if (taken.length > 0 && !disabled) onFiles(multiple ? taken : taken.slice(0, 1));
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  const inputId = wiring.id ?? ownId;
  return (
    <div className="flex flex-col gap-2">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is the extra way in; the input inside is the accessible one. */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(!disabled);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
        className={cn(
          "relative flex min-h-24 flex-col items-center justify-center gap-1 rounded-lg border border-line-strong border-dashed bg-surface px-4 py-5 text-center",
          "transition-colors hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2",
          over && "border-accent border-solid bg-accent-soft",
          disabled && "opacity-55",
        )}
      >
        <Upload aria-hidden className="size-5 text-muted" strokeWidth={1.75} />
        <label htmlFor={inputId} className="font-medium text-ink text-sm">
          {over ? t("fileDrop.release") : label}
        </label>
        <p id={`${ownId}-hint`} className="text-muted text-xs">
          {t("fileDrop.instruction")}
          {hint ? <> {hint}</> : null}
        </p>
        <input
          aria-describedby={`${ownId}-hint`}
          {...wiring}
          id={inputId}
          type="file"
          accept={accept}
          multiple={multiple}
          disabled={disabled}
          onChange={(event) => {
            take(event.target.files);
            // The same file may be chosen again after it was put right.
            event.target.value = "";
          }}
          className="absolute inset-0 cursor-pointer opacity-0"
        />
      </div>
      <FileDropList files={files} onRemove={onRemove} />
    </div>
  );
}
