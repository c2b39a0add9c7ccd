"use client";

import { NotebookPen } from "lucide-react";
import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { Button } from "@/components/ui/button";
import type { HandOverDto } from "@/contracts/teamwork";

type HandOverNotesProps = { notes: readonly HandOverDto[]; pending: boolean; onRead: () => void };

/** What was written when the item was handed over, on top of it until whom it is for has read it. */
export function HandOverNotes({ notes, pending, onRead }: HandOverNotesProps) {
  const t = useTranslations("suspense");
  if (notes.length === 0) return null;
  const isForMe = notes.some((note) => note.isForMe);
  return (
    <section
      aria-label={t("handOver.notes")}
      className="rounded-lg border border-info bg-info-soft px-3 py-2.5 text-sm"
    >
      <ul className="flex flex-col gap-2">
        {notes.map((note) => (
          <li key={note.at} className="flex items-start gap-2.5">
            <NotebookPen aria-hidden className="mt-0.5 size-4 shrink-0 text-info" />
            <div className="min-w-0 flex-1">
              <p className="text-xs text-muted">
                {t("handOver.fromTo", { from: note.from, to: note.to })} · <DateTime at={note.at} />
              </p>
              <p className="whitespace-pre-wrap break-words">{note.note}</p>
            </div>
          </li>
        ))}
      </ul>
      {isForMe ? (
        <div className="mt-2 flex justify-end">
          <Button size="sm" pending={pending} onClick={onRead}>
            {t("handOver.read")}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
