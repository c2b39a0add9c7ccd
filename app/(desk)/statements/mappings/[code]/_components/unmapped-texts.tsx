"use client";

import { useTranslations } from "next-intl";
import { Alert } from "@/components/ui/alert";
import { Select } from "@/components/ui/select";
import { LINE_KINDS, LINE_STATUSES } from "@/contracts/statement-views";
import type { StatementMapping } from "@/core/statements/mapping/mapping";
import type { MappingPreview } from "@/core/statements/mapping/preview-mapping";

type Unmapped = MappingPreview["unmapped"][number];
type UnmappedTextsProps = {
  unmapped: readonly Unmapped[];
  mapping: StatementMapping;
  onChange: (mapping: StatementMapping) => void;
};

/** More than this are no texts with a meaning, but the wrong column. */
const MAX_SHOWN = 12;

/** Texts of the file that nobody has given a meaning to yet, each with the question what it means. */
export function UnmappedTexts({ unmapped, mapping, onChange }: UnmappedTextsProps) {
  const t = useTranslations("mappings");
  if (unmapped.length === 0) return null;
  return (
    <Alert tone="warning" title={t("unmapped.title")}>
      <p>{t("unmapped.text")}</p>
      <ul className="mt-2 flex flex-col gap-1.5">
        {unmapped.slice(0, MAX_SHOWN).map((one) => (
          <li key={`${one.field} ${one.text}`} className="flex flex-wrap items-center gap-2">
            <span>
              {t("unmapped.item", {
                field: t(`mapped.${one.field}`),
                text: one.text === "" ? t("unmapped.empty") : one.text,
                count: one.count,
              })}
            </span>
            <MeaningSelect unmapped={one} mapping={mapping} onChange={onChange} />
          </li>
        ))}
      </ul>
    </Alert>
  );
}

function MeaningSelect({
  unmapped: { field, text },
  mapping,
  onChange,
}: Omit<UnmappedTextsProps, "unmapped"> & { unmapped: Unmapped }) {
  const t = useTranslations("mappings");
  const label = `${t("unmapped.as")} ${text}`;
  const { kind, status } = mapping;
  if (field === "kind" && kind.by === "COLUMN") {
    return (
      <Select
        aria-label={label}
        className="w-40"
        placeholder={t("unmapped.as")}
        value={null}
        options={LINE_KINDS.map((means) => ({ value: means, label: t(`code.${means}`) }))}
        onValueChange={(means) =>
          onChange({ ...mapping, kind: { ...kind, values: [...kind.values, { text, means }] } })
        }
      />
    );
  }
  if (field !== "status" || status.by !== "COLUMN") return null;
  return (
    <Select
      aria-label={label}
      className="w-40"
      placeholder={t("unmapped.as")}
      value={null}
      options={LINE_STATUSES.map((means) => ({ value: means, label: t(`code.${means}`) }))}
      onValueChange={(means) =>
        onChange({ ...mapping, status: { ...status, values: [...status.values, { text, means }] } })
      }
    />
  );
}
