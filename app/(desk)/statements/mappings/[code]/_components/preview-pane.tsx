"use client";

import { FileText } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { StatusBadge } from "@/components/ui/badge";
import { Card, Section } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { EmptyState } from "@/components/ui/empty-state";
import type { MappingTrialDto } from "@/contracts/mapping-views";
import type { StatementMapping } from "@/core/statements/mapping/mapping";
import { PreviewTable } from "./preview-table";
import { UnmappedTexts } from "./unmapped-texts";
import type { FileHead } from "./use-mapping-trial";

type PreviewPaneProps = {
  trial: MappingTrialDto | null;
  file: FileHead | null;
  mapping: StatementMapping;
  onChange: (mapping: StatementMapping) => void;
};

/** What the settings make of the dropped file, cell by cell, with what is refused and why. */
export function PreviewPane({ trial, file, mapping, onChange }: PreviewPaneProps) {
  const t = useTranslations("mappings");
  const [onlyRefused, setOnlyRefused] = useState(false);
  if (file === null || trial === null) {
    return (
      <Section title={t("preview.title")}>
        <EmptyState kind="nothing-yet" title={t("preview.none")} description={t("drop.needed")} />
      </Section>
    );
  }
  const { preview } = trial;
  const shown = onlyRefused ? preview.lines.filter(({ is }) => is === "REFUSED") : preview.lines;
  return (
    <Section title={t("preview.title")} description={t("preview.text")} plain>
      <p className="flex items-center gap-1.5 text-muted text-sm">
        <FileText aria-hidden className="size-4 shrink-0" />
        {t("drop.head", { name: file.name, lines: preview.lines.length, encoding: preview.encoding.toUpperCase() })}
      </p>
      {preview.fault !== null ? (
        <Alert tone="danger" title={t("preview.fault")}>
          {t(`reason.${preview.fault.code}`, { ...preview.fault.params })}
        </Alert>
      ) : null}
      <UnmappedTexts unmapped={preview.unmapped} mapping={mapping} onChange={onChange} />
      <Card flush>
        <div className="flex flex-wrap items-center gap-2 border-line border-b px-3 py-2" aria-live="polite">
          <StatusBadge tone="success">{t("preview.read", { count: preview.read })}</StatusBadge>
          <StatusBadge tone={preview.refused > 0 ? "danger" : "neutral"}>
            {t("preview.refused", { count: preview.refused })}
          </StatusBadge>
          <StatusBadge tone="neutral">{t("preview.leftOut", { count: preview.leftOut })}</StatusBadge>
          <span className="flex-1" />
          <Checkbox label={t("preview.onlyRefused")} checked={onlyRefused} onCheckedChange={setOnlyRefused} />
        </div>
        {shown.length > 0 ? (
          <PreviewTable columns={preview.columns} lines={shown} />
        ) : (
          <EmptyState kind="all-done" title={t("preview.none")} />
        )}
      </Card>
    </Section>
  );
}
