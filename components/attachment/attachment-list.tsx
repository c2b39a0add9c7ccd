"use client";

import { Paperclip } from "lucide-react";
import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { LINK_CLASS } from "@/components/object/object-link";
import type { AttachmentDto } from "@/contracts/attachments";
import { useFileSize } from "./use-file-size";

/** Files beside an object, each a download; the hash is what anybody can compare theirs with. */
export function AttachmentList({ attachments }: { attachments: readonly AttachmentDto[] }) {
  const t = useTranslations("attachments");
  const size = useFileSize();
  if (attachments.length === 0) return null;
  return (
    <ul aria-label={t("title")} className="divide-y divide-line rounded-lg border border-line bg-surface">
      {attachments.map((file) => (
        <li key={file.attachmentNo} className="flex items-start gap-2.5 px-3 py-2 text-sm">
          <Paperclip aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
          <div className="min-w-0 flex-1">
            <a
              href={`/api/attachments/${file.attachmentNo}`}
              download={file.fileName}
              title={t("hash", { sha256: file.sha256 })}
              className={`${LINK_CLASS} break-all`}
            >
              {file.fileName}
            </a>
            <p className="text-muted text-xs">
              {size(file.sizeBytes)} · {file.by} · <DateTime at={file.at} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
