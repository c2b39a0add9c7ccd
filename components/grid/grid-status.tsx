"use client";

import { LoaderCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Alert } from "@/components/ui/alert";
import { Button, ButtonLink } from "@/components/ui/button";
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
      {load.phase === "failed" && load.failure ? <FirstPageFailure code={load.failure} onRetry={onRetry} /> : null}
    </div>
  );
}

/** The codes that the reader can do something about; any other is "try again". */
function failureKey(code: string): "signedOut" | "notPermitted" | "filterInvalid" | "failed" {
  if (code === "signed_out") return "signedOut";
  if (code === "not_permitted") return "notPermitted";
  return code === "filter_invalid" ? "filterInvalid" : "failed";
}

function FirstPageFailure({ code, onRetry }: { code: string; onRetry: () => void }) {
  const t = useTranslations("common");
  const key = failureKey(code);
  const here = `${window.location.pathname}${window.location.search}`;
  const action =
    key === "signedOut" ? (
      <ButtonLink size="sm" href={`/sign-in?callbackUrl=${encodeURIComponent(here)}`}>
        {t("grid.signIn")}
      </ButtonLink>
    ) : (
      <Button size="sm" onClick={onRetry}>
        {t("retry")}
      </Button>
    );
  return <Alert tone={key === "failed" ? "danger" : "warning"} urgent title={t(`grid.${key}`)} actions={action} />;
}

type GridStatusLineProps = { load: GridLoad; selectedCount: number; onRetry: () => void };

/** How many rows there are, exactly or as "10,000+", how many are chosen, and whether more failed to come. */
export function GridStatusLine({ load, selectedCount, onRetry }: GridStatusLineProps) {
  const t = useTranslations("common");
  const { count, failure, phase } = load;
  return (
    <div className="tabular flex h-8 shrink-0 items-center gap-3 border-line border-t px-3 text-muted text-xs">
      <p aria-live="polite" className="flex gap-3">
        {count ? <span>{t(count.capped ? "grid.countCapped" : "grid.count", { count: count.value })}</span> : null}
        {selectedCount > 0 ? (
          <span className="font-medium text-ink">{t("grid.selected", { count: selectedCount })}</span>
        ) : null}
        {failure && phase === "ready" ? <span className="text-danger">{t(`grid.${failureKey(failure)}`)}</span> : null}
      </p>
      {failure && phase === "ready" ? (
        <button type="button" className="h-6 font-medium text-accent hover:underline" onClick={onRetry}>
          {t("retry")}
        </button>
      ) : null}
    </div>
  );
}

/** The column of checkboxes has a name too, for those who hear it. */
export function SelectionHeader() {
  const t = useTranslations("common");
  return <span className="sr-only">{t("grid.select")}</span>;
}
