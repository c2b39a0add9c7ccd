"use client";

import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { DeskGrid } from "@/components/grid/desk-grid";
import { SearchFilter } from "@/components/grid/search-filter";
import { useGridFilters } from "@/components/grid/use-grid-filters";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { RESULT_GROUPS, type ResultOutcome, type ResultRowDto } from "@/contracts/reconciliation-views";
import { BREAK_KINDS } from "@/core/suspense/item";
import { ResultPanel } from "./result-panel";
import { ResultTabs } from "./result-tabs";
import { useResultColumns } from "./use-result-columns";

const FILTERS = ["q", "group", "outcome"] as const;
const WAITING: readonly ResultOutcome[] = ["BUFFERED_OURS", "BUFFERED_CHANNEL"];
const GRID_HEIGHT = "clamp(20rem, calc(100dvh - 15rem), 48rem)";

type ResultGridProps = {
  batchNo: string;
  counts: Readonly<Record<(typeof RESULT_GROUPS)[number], number>>;
};

/** The batch's rows by what became of them; a row opens its three sides. The matched ones are asked for when wanted. */
export function ResultGrid({ batchNo, counts }: ResultGridProps) {
  const t = useTranslations("reconciliation");
  const common = useTranslations("common");
  const enums = useTranslations("enums");
  const columns = useResultColumns();
  const { values, set } = useGridFilters(FILTERS);
  const [openId, setOpenId] = useQueryState("result", parseAsString);
  const group = RESULT_GROUPS.find((each) => each === values.group) ?? startGroup(counts);
  const outcomes = group === "broken" ? BREAK_KINDS : group === "waiting" ? WAITING : [];
  const isFiltered = values.q !== null || values.outcome !== null;
  const clear = () => {
    set("q", null);
    set("outcome", null);
  };
  return (
    <section id="results" aria-label={t("results.title")} className="flex scroll-mt-16 flex-col gap-3">
      <ResultTabs current={group} counts={counts} />
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-40 flex-1 text-muted text-sm">{t(`results.about.${group}`)}</p>
        {outcomes.length > 0 ? (
          <ChoiceFilter
            label={t("results.outcome")}
            any={t("results.anyKind")}
            options={outcomes.map((outcome) => ({ value: outcome, label: enums(`outcome.${outcome}`) }))}
            value={outcomes.find((outcome) => outcome === values.outcome) ?? null}
            onCommit={(outcome) => set("outcome", outcome)}
            className="w-44"
          />
        ) : null}
        <SearchFilter
          value={values.q}
          onCommit={(q) => set("q", q)}
          label={t("results.search")}
          className="w-64"
          isMain
        />
        {isFiltered ? (
          <Button variant="ghost" onClick={clear}>
            {common("clearFilters")}
          </Button>
        ) : null}
      </div>
      <DeskGrid<ResultRowDto>
        url="/api/grid/results"
        columns={columns}
        filters={{ ...values, group, batchNo }}
        rowId={(row) => row.id}
        onOpen={(row) => void setOpenId(row.id)}
        openId={openId}
        height={GRID_HEIGHT}
        ariaLabel={t("results.title")}
        emptyState={
          isFiltered ? (
            <EmptyState kind="no-match" title={t("results.noMatch")} description={t("results.noMatchText")} />
          ) : (
            <EmptyState kind="all-done" title={t(`results.empty.${group}`)} />
          )
        }
      />
      <ResultPanel batchNo={batchNo} id={openId} onClose={() => void setOpenId(null)} />
    </section>
  );
}

/** What is somebody's work first, then what waits; a clean day opens with what it matched. */
function startGroup(counts: ResultGridProps["counts"]): (typeof RESULT_GROUPS)[number] {
  return counts.broken > 0 ? "broken" : counts.waiting > 0 ? "waiting" : "matched";
}
