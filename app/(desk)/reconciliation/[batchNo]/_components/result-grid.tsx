"use client";

import { useTranslations } from "next-intl";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { DeskGrid } from "@/components/grid/desk-grid";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";
import { RESULT_GROUPS, RESULT_OUTCOMES } from "@/contracts/reconciliation-views";
import { useResultColumns } from "./use-result-columns";

const ANY = "any";

/** Every result of the batch: what met, what waits, and what is broken, each leading to its order and item. */
export function ResultGrid({ batchNo }: { batchNo: string }) {
  const t = useTranslations("reconciliation");
  const enums = useTranslations("enums");
  const columns = useResultColumns();
  const [filters, setFilters] = useQueryStates({
    q: parseAsString,
    group: parseAsStringLiteral(RESULT_GROUPS),
    outcome: parseAsStringLiteral(RESULT_OUTCOMES),
  });
  return (
    <section id="results" aria-label={t("results.title")} className="flex scroll-mt-16 flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="min-w-24 flex-1 font-semibold text-base">{t("results.title")}</h2>
        <fieldset aria-label={t("results.outcome")} className="flex gap-1">
          {[null, ...RESULT_GROUPS].map((group) => (
            <Button
              key={group ?? ANY}
              size="sm"
              variant={filters.group === group && filters.outcome === null ? "secondary" : "ghost"}
              aria-pressed={filters.group === group && filters.outcome === null}
              onClick={() => setFilters({ group, outcome: null })}
            >
              {t(`results.${group ?? "all"}`)}
            </Button>
          ))}
        </fieldset>
        <Select
          aria-label={t("results.outcome")}
          options={[
            { value: ANY, label: t("results.anyKind") },
            ...RESULT_OUTCOMES.map((outcome) => ({ value: outcome, label: enums(`outcome.${outcome}`) })),
          ]}
          value={filters.outcome ?? ANY}
          onValueChange={(value) =>
            setFilters({ group: null, outcome: RESULT_OUTCOMES.find((known) => known === value) ?? null })
          }
          className="w-44"
        />
        <SearchField
          aria-label={t("results.search")}
          placeholder={t("results.search")}
          value={filters.q ?? ""}
          onValueChange={(q) => setFilters({ q: q || null })}
          className="w-72"
        />
      </div>
      <DeskGrid
        url="/api/grid/results"
        columns={columns}
        filters={{ ...filters, batchNo }}
        rowId={(row) => row.id}
        ariaLabel={t("results.title")}
        emptyState={
          Object.values(filters).some((value) => value !== null) ? (
            <EmptyState kind="no-match" title={t("results.noMatch")} description={t("results.noMatchText")} />
          ) : (
            <EmptyState kind="all-done" title={t("results.none")} />
          )
        }
      />
    </section>
  );
}
