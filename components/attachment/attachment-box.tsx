"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useRefusalText } from "@/components/refusal/use-refusal-text";
import { FileDrop } from "@/components/ui/file-drop";
import type { DroppedFile } from "@/components/ui/file-drop-list";
import type { AttachableReference, AttachmentDto } from "@/contracts/attachments";
import { AttachmentList } from "./attachment-list";
import { sendAttachment } from "./send-attachment";

type AttachmentBoxProps = AttachableReference & {
  canAdd: boolean;
  /** What stands there already, where the page knows it; otherwise it is asked for. */
  attachments?: readonly AttachmentDto[] | undefined;
  /** After a file has come to stand there; gives how many there are now where the box asked itself. */
  onAttached?: ((count: number) => void) | undefined;
};

/** The files beside an object, and a place to drop more. Whatever is refused says why beside its name. */
export function AttachmentBox({ type, no, canAdd, attachments, onAttached }: AttachmentBoxProps) {
  const t = useTranslations("attachments");
  const say = useRefusalText();
  const asked = useQuery({
    queryKey: ["attachments", type, no],
    enabled: attachments === undefined,
    queryFn: async ({ signal }): Promise<AttachmentDto[]> => {
      const response = await fetch(`/api/attachments?${new URLSearchParams({ type, no })}`, { signal });
      // A draft that nobody put a file beside yet is not there.
      return response.ok ? ((await response.json()) as AttachmentDto[]) : [];
    },
  });
  const [sending, setSending] = useState<readonly DroppedFile[]>([]);
  const change = (key: string, part: Partial<DroppedFile> | null) =>
    setSending((files) =>
      files.flatMap((file) => (file.key !== key ? [file] : part === null ? [] : [{ ...file, ...part }])),
    );
  const send = async (files: File[]) => {
    const queued = files.map((file) => ({ file, key: crypto.randomUUID() }));
    const shown = queued.map(({ file, key }) => ({
      key,
      name: file.name,
      sizeBytes: file.size,
      state: "waiting" as const,
    }));
    setSending((before) => [...before.filter(({ state }) => state !== "failed"), ...shown]);
    for (const { file, key } of queued) {
      change(key, { state: "sending" });
      const refusal = await sendAttachment({ type, no }, file, key);
      change(key, refusal ? { state: "failed", error: say(refusal) } : null);
    }
    const now = attachments === undefined ? await asked.refetch() : null;
    onAttached?.(now?.data?.length ?? 0);
  };
  const listed = attachments ?? asked.data ?? [];
  return (
    <div className="flex flex-col gap-2">
      <AttachmentList attachments={listed} />
      {listed.length === 0 && !canAdd ? <p className="text-muted text-sm">{t("none")}</p> : null}
      {canAdd ? (
        <FileDrop
          label={t("drop")}
          hint={t("hint")}
          onFiles={(files) => void send(files)}
          files={sending}
          onRemove={(key) => change(key, null)}
        />
      ) : null}
    </div>
  );
}
