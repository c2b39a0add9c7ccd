"use client";

import { useTranslations } from "next-intl";
import { ExportMenu, type ExportServer } from "@/components/suspense/export-menu";
import { filtersOf } from "./filters-of";
import type { QueueFilterState } from "./queue-filters";

/** All that the filters find as a file, on pages that were never loaded too. */
export function ExportAll({ filters, send }: { filters: QueueFilterState["values"]; send: ExportServer }) {
  const t = useTranslations("bulk");
  return (
    <ExportMenu selection={{ by: "FILTER", filters: filtersOf(filters) }} label={t("bar.exportAll")} send={send} />
  );
}
