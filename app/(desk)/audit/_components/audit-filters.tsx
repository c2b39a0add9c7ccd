"use client";

import { useTranslations } from "next-intl";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { SearchFilter } from "@/components/grid/search-filter";
import type { useGridFilters } from "@/components/grid/use-grid-filters";
import { Button } from "@/components/ui/button";
import { AUDIT_ACTIONS } from "@/contracts/audit-views";
import { useAuditWords } from "./use-audit-words";

export const AUDIT_FILTERS = ["actor", "action", "objectType", "objectNo", "outcome", "seq"] as const;
const OUTCOMES = ["DONE", "REFUSED"] as const;

type AuditFiltersProps = {
  filters: ReturnType<typeof useGridFilters<(typeof AUDIT_FILTERS)[number]>>;
  objectTypes: readonly string[];
};

/** By who, what, and on which object. Logins and numbers exactly: an index finds them among millions. */
export function AuditFilters({ filters, objectTypes }: AuditFiltersProps) {
  const t = useTranslations("audit");
  const common = useTranslations("common");
  const enums = useTranslations("enums");
  const words = useAuditWords();
  const { values, set, clear, isFiltered } = filters;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchFilter
        value={values.actor}
        onCommit={(actor) => set("actor", actor)}
        label={t("filter.actor")}
        className="w-44"
      />
      <ChoiceFilter
        label={t("field.action")}
        any={t("filter.anyAction")}
        options={AUDIT_ACTIONS.map((action) => ({ value: action, label: words.action(action) }))}
        value={AUDIT_ACTIONS.find((action) => action === values.action) ?? null}
        onCommit={(action) => set("action", action)}
        className="w-48"
      />
      <ChoiceFilter
        label={t("field.objectType")}
        any={t("filter.anyObject")}
        options={objectTypes.map((type) => ({ value: type, label: words.objectType(type) }))}
        value={values.objectType}
        onCommit={(type) => set("objectType", type)}
        className="w-36"
      />
      <SearchFilter
        value={values.objectNo}
        onCommit={(no) => set("objectNo", no)}
        label={t("filter.objectNo")}
        className="w-48"
      />
      <ChoiceFilter
        label={t("field.outcome")}
        any={t("filter.anyOutcome")}
        options={OUTCOMES.map((outcome) => ({ value: outcome, label: enums(`auditOutcome.${outcome}`) }))}
        value={OUTCOMES.find((outcome) => outcome === values.outcome) ?? null}
        onCommit={(outcome) => set("outcome", outcome)}
        className="w-40"
      />
      <SearchFilter value={values.seq} onCommit={(seq) => set("seq", seq)} label={t("filter.seq")} className="w-28" />
      {isFiltered ? (
        <Button variant="ghost" onClick={clear}>
          {common("clearFilters")}
        </Button>
      ) : null}
    </div>
  );
}
