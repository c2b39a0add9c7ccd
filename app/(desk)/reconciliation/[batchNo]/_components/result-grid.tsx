"use client";

import { useTranslations } from "next-intl";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { DeskGrid } from "@/components/grid/desk-grid";
import { SearchFilter } from "@/components/grid/search-filter";
import { useGridFilters } from "@/components/grid/use-grid-filters";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { RESULT_GROUPS, RESULT_OUTCOMES } from "@/contracts/reconciliation-views";
import { useResultColumns } from "./use-result-columns";

const FILTERS = ["q", "group", "outcome"] as const;

/** Every result of the batch: what met, what waits, and what is broken, each leading to its order and item. */
export function ResultGrid({ batchNo }: { batchNo: string }) {
  const t = useTranslations("reconciliation");
  const common = useTranslations("common");
  const enums = useTranslations("enums");
  const columns = useResultColumns();
  const { values, set, clear, isFiltered } = useGridFilters(FILTERS);
  return (
    <section id="results" aria-label={t("results.title")} className="flex scroll-mt-16 flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="min-w-24 flex-1 font-semibold text-base">{t("results.title")}</h2>
        <ChoiceFilter
          label={t("results.group")}
          any={t("results.all")}
          options={RESULT_GROUPS.map((group) => ({ value: group, label: t(`results.${group}`) }))}
          value={RESULT_GROUPS.find((group) => group === values.group) ?? null}
          onCommit={(group) => set("group", group)}
          className="w-44"
        />
        <ChoiceFilter
          label={t("results.outcome")}
          any={t("results.anyKind")}
          options={RESULT_OUTCOMES.map((outcome) => ({ value: outcome, label: enums(`outcome.${outcome}`) }))}
          value={RESULT_OUTCOMES.find((outcome) => outcome === values.outcome) ?? null}
          onCommit={(outcome) => set("outcome", outcome)}
          className="w-44"
        />
        <SearchFilter value={values.q} onCommit={(q) => set("q", q)} label={t("results.search")} className="w-64" />
        {isFiltered ? (
          <Button variant="ghost" onClick={clear}>
            {common("clearFilters")}
          </Button>
        ) : null}
      </div>
      <DeskGrid
        url="/api/grid/results"
        columns={columns}
        filters={{ ...values, batchNo }}
        rowId={(row) => row.id}
        ariaLabel={t("results.title")}
        emptyState={
          isFiltered ? (
            <EmptyState kind="no-match" title={t("results.noMatch")} description={t("results.noMatchText")} />
          ) : (
            <EmptyState kind="all-done" title={t("results.none")} />
          )
        }
      />
    </section>
  );
}
