"use client";

import { useTranslations } from "next-intl";
import { BulkExportMenu, type BulkExportServer } from "@/components/suspense/bulk-export-menu";
import { filtersOf } from "./filters-of";
import type { QueueFilterState } from "./queue-filters";

/** All that the filters find as a file, on pages that were never loaded too. */
export function ExportAll({ filters, send }: { filters: QueueFilterState["values"]; send: BulkExportServer }) {
  const t = useTranslations("bulk");
  return (
    <BulkExportMenu selection={{ by: "FILTER", filters: filtersOf(filters) }} label={t("bar.exportAll")} send={send} />
  );
}
