"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { DeskGrid } from "@/components/grid/desk-grid";
import { SearchFilter } from "@/components/grid/search-filter";
import { useGridFilters } from "@/components/grid/use-grid-filters";
import { EmptyState } from "@/components/ui/empty-state";
import { LINE_KINDS, LINE_STATUSES, type StatementLineDto } from "@/contracts/statement-views";
import { LinePanel } from "./line-panel";
import { useLineColumns } from "./use-line-columns";

const FILTERS = ["q", "kind", "status"] as const;

/** The lines of the file, in its order, with what the reconciliation made of each. */
export function LineGrid({ statementNo }: { statementNo: string }) {
  const t = useTranslations("statements");
  const enums = useTranslations("enums");
  const columns = useLineColumns();
  const [open, setOpen] = useState<StatementLineDto | null>(null);
  const { values, set, isFiltered } = useGridFilters(FILTERS);
  return (
    <section aria-label={t("lines.title")} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="min-w-24 flex-1 font-semibold text-base">{t("lines.title")}</h2>
        <SearchFilter value={values.q} onCommit={(q) => set("q", q)} label={t("lines.search")} className="w-80" />
        <ChoiceFilter
          label={t("lines.kind")}
          any={t("lines.anyKind")}
          options={LINE_KINDS.map((kind) => ({ value: kind, label: enums(`itemKind.${kind}`) }))}
          value={LINE_KINDS.find((kind) => kind === values.kind) ?? null}
          onCommit={(kind) => set("kind", kind)}
          className="w-52"
        />
        <ChoiceFilter
          label={t("lines.status")}
          any={t("lines.anyStatus")}
          options={LINE_STATUSES.map((status) => ({ value: status, label: enums(`lineStatus.${status}`) }))}
          value={LINE_STATUSES.find((status) => status === values.status) ?? null}
          onCommit={(status) => set("status", status)}
          className="w-40"
        />
      </div>
      <DeskGrid
        url="/api/grid/statements/lines"
        columns={columns}
        filters={{ ...values, statementNo }}
        rowId={(row) => `${row.lineNo}`}
        onOpen={setOpen}
        openId={open ? `${open.lineNo}` : null}
        ariaLabel={t("lines.title")}
        emptyState={
          <EmptyState
            kind={isFiltered ? "no-match" : "all-done"}
            title={t(isFiltered ? "lines.noMatch" : "lines.none")}
            description={isFiltered ? t("empty.noMatchText") : t("lines.noneText")}
          />
        }
      />
      <LinePanel line={open} onClose={() => setOpen(null)} />
    </section>
  );
}
