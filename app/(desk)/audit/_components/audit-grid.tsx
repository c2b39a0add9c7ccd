"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { DeskGrid } from "@/components/grid/desk-grid";
import { SearchFilter } from "@/components/grid/search-filter";
import { useGridFilters } from "@/components/grid/use-grid-filters";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { AuditRowDto } from "@/contracts/audit-views";
import { AuditPanel } from "./audit-panel";
import { useAuditColumns } from "./use-audit-columns";
import { useAuditWords } from "./use-audit-words";

const FILTERS = ["actor", "objectType", "objectNo", "outcome"] as const;
const OUTCOMES = ["DONE", "REFUSED"] as const;

/** The trail, the newest first. */
export function AuditGrid({ objectTypes }: { objectTypes: readonly string[] }) {
  const t = useTranslations("audit");
  const common = useTranslations("common");
  const enums = useTranslations("enums");
  const words = useAuditWords();
  const columns = useAuditColumns();
  const [open, setOpen] = useState<AuditRowDto | null>(null);
  const { values, set, clear, isFiltered } = useGridFilters(FILTERS);
  return (
    <section aria-label={t("title")} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <SearchFilter
          value={values.actor}
          onCommit={(actor) => set("actor", actor)}
          label={t("filter.actor")}
          className="w-52"
        />
        <ChoiceFilter
          label={t("field.objectType")}
          any={t("filter.anyObject")}
          options={objectTypes.map((type) => ({ value: type, label: words.objectType(type) }))}
          value={values.objectType}
          onCommit={(type) => set("objectType", type)}
          className="w-44"
        />
        <SearchFilter
          value={values.objectNo}
          onCommit={(no) => set("objectNo", no)}
          label={t("filter.objectNo")}
          className="w-60"
        />
        <ChoiceFilter
          label={t("field.outcome")}
          any={t("filter.anyOutcome")}
          options={OUTCOMES.map((outcome) => ({ value: outcome, label: enums(`auditOutcome.${outcome}`) }))}
          value={OUTCOMES.find((outcome) => outcome === values.outcome) ?? null}
          onCommit={(outcome) => set("outcome", outcome)}
          className="w-40"
        />
        {isFiltered ? (
          <Button variant="ghost" onClick={clear}>
            {common("clearFilters")}
          </Button>
        ) : null}
      </div>
      <DeskGrid
        url="/api/grid/audit"
        columns={columns}
        filters={values}
        rowId={(row) => row.id}
        onOpen={setOpen}
        openId={open?.id ?? null}
        ariaLabel={t("title")}
        emptyState={
          <EmptyState
            kind={isFiltered ? "no-match" : "nothing-yet"}
            title={t(isFiltered ? "empty.noMatch" : "empty.nothing")}
            description={t(isFiltered ? "empty.noMatchText" : "empty.nothingText")}
          />
        }
      />
      <AuditPanel event={open} onClose={() => setOpen(null)} />
    </section>
  );
}
