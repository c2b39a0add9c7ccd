"use client";

import { useTimeZone, useTranslations } from "next-intl";
import { useMemo } from "react";
import { dateTimeColumn, statusColumn, textColumn } from "@/components/grid/columns";
import { linkColumn } from "@/components/grid/link-column";
import type { GridColumn } from "@/components/grid/types";
import { objectHref } from "@/components/object/object-href";
import type { AuditRowDto } from "@/contracts/audit-views";
import { useAuditWords } from "./use-audit-words";
import { useDetailWords } from "./use-detail-words";

const SHOWN_DETAILS = 4;

export function useAuditColumns(): GridColumn<AuditRowDto>[] {
  const t = useTranslations("audit");
  const enums = useTranslations("enums");
  const words = useAuditWords();
  const sayDetail = useDetailWords();
  const zone = useTimeZone() ?? "UTC";
  return useMemo(
    () => [
      dateTimeColumn({ key: "at", header: t("field.at"), at: (row) => row.at, zone, seconds: true }),
      textColumn({ key: "actor", header: t("field.actor"), text: (row) => row.actor, width: 120 }),
      textColumn({ key: "action", header: t("field.action"), text: (row) => words.action(row.action), width: 170 }),
      statusColumn({
        key: "outcome",
        header: t("field.outcome"),
        status: (row) => ({
          label: enums(`auditOutcome.${row.outcome}`),
          tone: row.outcome === "DONE" ? "success" : "warning",
        }),
        width: 108,
      }),
      textColumn({
        key: "type",
        header: t("field.objectType"),
        text: (row) => words.objectType(row.objectType),
        width: 104,
      }),
      linkColumn({
        key: "object",
        header: t("field.objectNo"),
        text: (row) => row.objectNo,
        href: (row) => objectHref(row.objectType, row.objectNo),
        width: 218,
      }),
      textColumn({
        key: "detail",
        header: t("field.detail"),
        text: (row) =>
          sayDetail(row.detail)
            .slice(0, SHOWN_DETAILS)
            .map(({ label, value }) => t("detailValue", { label, value }))
            .join(" · "),
        width: 200,
        grow: 1,
        muted: true,
      }),
    ],
    [t, enums, words, zone, sayDetail],
  );
}
