"use client";

import { useTranslations } from "next-intl";
import { type BulkServer, ExportMenu } from "@/components/suspense/bulk-actions";
import { filtersOf } from "./queue-bulk";
import type { QueueFilterState } from "./queue-filters";

/** All that the filters find as a file, on pages that were never loaded too. */
export function ExportAll({ filters, send }: { filters: QueueFilterState["values"]; send: BulkServer["export"] }) {
  const t = useTranslations("bulk");
  return (
    <ExportMenu selection={{ by: "FILTER", filters: filtersOf(filters) }} label={t("bar.exportAll")} send={send} />
  );
}
