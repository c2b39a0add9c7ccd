import { useTranslations } from "next-intl";
import { DataTable } from "@/components/ui/data-table";
import type { MappingChange } from "@/core/statements/mapping/describe-mapping";
import { MappingTokens } from "./mapping-tokens";

type MappingChangesProps = {
  changes: readonly MappingChange[];
  /** There is nothing before it: the settings as they are, in one column. */
  isWhole?: boolean | undefined;
};

/** The parts in which two versions of a mapping differ, each before and after. */
export function MappingChanges({ changes, isWhole = false }: MappingChangesProps) {
  const t = useTranslations("mappings");
  const after = { key: "after", cell: (change: MappingChange) => <MappingTokens tokens={change.after} /> };
  return (
    <DataTable
      caption={t("changes.caption")}
      rows={changes}
      rowKey={(change) => change.part}
      columns={[
        {
          key: "part",
          header: t("changes.part"),
          rowHeader: true,
          className: "w-48",
          cell: (change) => t(`part.${change.part}`),
        },
        ...(isWhole
          ? [{ ...after, header: t("changes.value") }]
          : [
              {
                key: "before",
                header: t("changes.before"),
                className: "w-2/5 text-muted",
                cell: (change: MappingChange) => <MappingTokens tokens={change.before} />,
              },
              { ...after, header: t("changes.after") },
            ]),
      ]}
    />
  );
}
