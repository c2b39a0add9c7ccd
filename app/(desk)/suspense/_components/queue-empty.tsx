"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { QueueFilterState } from "./queue-filters";

/** Nothing is open at all, nothing is mine, or nothing fits these filters: each needs another next step. */
export function QueueEmpty({ filters }: { filters: QueueFilterState }) {
  const t = useTranslations("suspense");
  const common = useTranslations("common");
  const { status, ...others } = filters.values;
  const isNarrowed = Object.values(others).some((value) => value !== null);
  if (!isNarrowed && status === "mine") {
    return <EmptyState kind="all-done" title={t("empty.mine")} description={t("empty.mineText")} />;
  }
  if (!isNarrowed && status === "proposed") {
    return <EmptyState kind="all-done" title={t("empty.proposed")} description={t("empty.proposedText")} />;
  }
  if (!isNarrowed && status === "snoozed") {
    return <EmptyState kind="all-done" title={t("empty.snoozed")} description={t("empty.snoozedText")} />;
  }
  if (!isNarrowed && (status === "resolved" || status === "all")) {
    return <EmptyState kind="nothing-yet" title={t("empty.none")} description={t("empty.noneText")} />;
  }
  if (!isNarrowed && status === "unassigned") {
    return <EmptyState kind="all-done" title={t("empty.unassigned")} description={t("empty.unassignedText")} />;
  }
  if (!isNarrowed) {
    return <EmptyState kind="all-done" title={t("empty.open")} description={t("empty.openText")} />;
  }
  return (
    <EmptyState
      kind="no-match"
      title={t("empty.noMatch")}
      description={t("empty.noMatchText")}
      action={<Button onClick={filters.clear}>{common("clearFilters")}</Button>}
    />
  );
}
