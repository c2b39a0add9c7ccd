"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import type { QueueSelectionState } from "./use-queue-selection";

/** What is selected, the step from these rows to all that the filters find, and what can be done with them. */
export function QueueSelectionBar({ state, children }: { state: QueueSelectionState; children?: ReactNode }) {
  const t = useTranslations("suspense.selection");
  const { selection, matching, chooseMatching, clear } = state;
  if (selection.of === "nothing") return null;
  const isAll = selection.of === "matching";
  const found = matching?.value ?? 0;
  const count = isAll ? found : selection.itemNos.length;
  const isMore = !isAll && (matching?.capped || found > count);
  return (
    <section
      aria-label={t("label")}
      className="tabular flex min-h-10 flex-wrap items-center gap-2 rounded-lg border border-accent bg-accent-soft px-3 py-1 text-sm"
    >
      <p aria-live="polite" className="font-medium">
        {t(isAll ? (matching?.capped ? "matchingCapped" : "matching") : "items", { count })}
      </p>
      {isMore ? (
        <Button size="sm" variant="ghost" onClick={chooseMatching}>
          {t(matching?.capped ? "chooseMatchingCapped" : "chooseMatching", { count: found })}
        </Button>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">{children}</div>
      <Button size="sm" variant="ghost" onClick={clear} className="ml-auto">
        <X aria-hidden />
        {t("clear")}
      </Button>
    </section>
  );
}
