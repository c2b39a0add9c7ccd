"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { DeskGrid } from "@/components/grid/desk-grid";
import { useGridFilters } from "@/components/grid/use-grid-filters";
import { EmptyState } from "@/components/ui/empty-state";
import type { AuditRowDto } from "@/contracts/audit-views";
import { AUDIT_FILTERS, AuditFilters } from "./audit-filters";
import { AuditPanel } from "./audit-panel";
import { useAuditColumns } from "./use-audit-columns";

/** The trail, the newest first. */
export function AuditGrid({ objectTypes }: { objectTypes: readonly string[] }) {
  const t = useTranslations("audit");
  const columns = useAuditColumns();
  const filters = useGridFilters(AUDIT_FILTERS);
  const [open, setOpen] = useState<AuditRowDto | null>(null);
  return (
    <section aria-label={t("title")} className="flex flex-col gap-2">
      <AuditFilters filters={filters} objectTypes={objectTypes} />
      <DeskGrid
        url="/api/grid/audit"
        columns={columns}
        filters={filters.values}
        rowId={(row) => row.id}
        onOpen={setOpen}
        openId={open?.id ?? null}
        ariaLabel={t("title")}
        emptyState={
          <EmptyState
            kind={filters.isFiltered ? "no-match" : "nothing-yet"}
            title={t(filters.isFiltered ? "empty.noMatch" : "empty.nothing")}
            description={t(filters.isFiltered ? "empty.noMatchText" : "empty.nothingText")}
          />
        }
      />
      <AuditPanel event={open} onClose={() => setOpen(null)} />
    </section>
  );
}
