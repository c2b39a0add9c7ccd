"use client";

import { LoaderCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { GridLoad } from "./use-grid-rows";

type OverlayProps = { load: GridLoad; emptyState?: ReactNode; onRetry: () => void };

/** What stands in the place of rows: waiting, nothing, or a failure that can be tried again. */
export function GridOverlay({ load, emptyState, onRetry }: OverlayProps) {
  const t = useTranslations("common");
  if (load.phase === "ready") return null;
  return (
    <div className="absolute inset-x-0 top-row bottom-0 flex items-start justify-center overflow-auto bg-surface pt-6">
      {load.phase === "loading" ? (
        <p className="flex items-center gap-2 text-muted text-sm">
          <LoaderCircle aria-hidden className="size-4 animate-spin" />
          {t("grid.loading")}
        </p>
      ) : null}
      {load.phase === "empty" ? (emptyState ?? <EmptyState kind="nothing-yet" title={t("grid.empty")} />) : null}
      {load.phase === "failed" ? (
        <Alert
          tone="danger"
          urgent
          title={t("grid.failed")}
          actions={
            <Button size="sm" onClick={onRetry}>
              {t("retry")}
            </Button>
          }
        />
      ) : null}
    </div>
  );
}

/** How many rows there are, exactly or as "10,000+", and how many are chosen. */
export function GridStatusLine({ load, selectedCount }: { load: GridLoad; selectedCount: number }) {
  const t = useTranslations("common");
  const { count } = load;
  return (
    <p
      aria-live="polite"
      className="tabular flex h-8 shrink-0 items-center gap-3 border-line border-t px-3 text-muted text-xs"
    >
      {count ? <span>{t(count.capped ? "grid.countCapped" : "grid.count", { count: count.value })}</span> : null}
      {selectedCount > 0 ? (
        <span className="font-medium text-ink">{t("grid.selected", { count: selectedCount })}</span>
      ) : null}
    </p>
  );
}

/** The column of checkboxes has a name too, for those who hear it. */
export function SelectionHeader() {
  const t = useTranslations("common");
  return <span className="sr-only">{t("grid.select")}</span>;
}
