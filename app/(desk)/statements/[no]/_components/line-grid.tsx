"use client";

import { useTranslations } from "next-intl";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import { DeskGrid } from "@/components/grid/desk-grid";
import { EmptyState } from "@/components/ui/empty-state";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";
import { LINE_KINDS, LINE_STATUSES, type StatementLineDto } from "@/contracts/statement-views";
import { LinePanel } from "./line-panel";
import { useLineColumns } from "./use-line-columns";

const ANY = "any";

/** The lines of the file, in its order, with what the reconciliation made of each. */
export function LineGrid({ statementNo }: { statementNo: string }) {
  const t = useTranslations("statements");
  const enums = useTranslations("enums");
  const columns = useLineColumns();
  const [open, setOpen] = useState<StatementLineDto | null>(null);
  const [filters, setFilters] = useQueryStates({
    q: parseAsString,
    kind: parseAsStringLiteral(LINE_KINDS),
    status: parseAsStringLiteral(LINE_STATUSES),
  });
  const isFiltered = Object.values(filters).some((value) => value !== null);
  return (
    <section aria-label={t("lines.title")} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="min-w-24 flex-1 font-semibold text-base">{t("lines.title")}</h2>
        <SearchField
          aria-label={t("lines.search")}
          placeholder={t("lines.search")}
          value={filters.q ?? ""}
          onValueChange={(q) => setFilters({ q: q || null })}
          className="w-80"
        />
        <Select
          aria-label={t("lines.kind")}
          options={[
            { value: ANY, label: t("lines.anyKind") },
            ...LINE_KINDS.map((kind) => ({ value: kind, label: enums(`itemKind.${kind}`) })),
          ]}
          value={filters.kind ?? ANY}
          onValueChange={(value) => setFilters({ kind: LINE_KINDS.find((kind) => kind === value) ?? null })}
          className="w-52"
        />
        <Select
          aria-label={t("lines.status")}
          options={[
            { value: ANY, label: t("lines.anyStatus") },
            ...LINE_STATUSES.map((status) => ({ value: status, label: enums(`lineStatus.${status}`) })),
          ]}
          value={filters.status ?? ANY}
          onValueChange={(value) => setFilters({ status: LINE_STATUSES.find((status) => status === value) ?? null })}
          className="w-40"
        />
      </div>
      <DeskGrid
        url="/api/grid/statements/lines"
        columns={columns}
        filters={{ ...filters, statementNo }}
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
