import { useTranslations } from "next-intl";
import { DataTable } from "@/components/ui/data-table";
import type { FieldChangeDto, OtherRowDto } from "@/contracts/approval-views";
import { FieldValue } from "./field-value";

type FieldChangesProps = { act: OtherRowDto["act"]; changes: readonly FieldChangeDto[] };

/** What a request changes, field by field: as it is, and as it would be. */
export function FieldChanges({ act, changes }: FieldChangesProps) {
  const t = useTranslations("approvals");
  const label = ({ field }: FieldChangeDto) => {
    const key = `act.${act}.field.${field}`;
    // A request about rules names the act that each is about.
    const ofAct = `act.${field}.name`;
    return t.has(key) ? t(key) : t.has(ofAct) ? t(ofAct) : field;
  };
  return (
    <DataTable
      caption={t("other.changes")}
      rows={changes}
      rowKey={(change) => change.field}
      columns={[
        { key: "field", header: t("other.field"), rowHeader: true, cell: label },
        { key: "before", header: t("other.before"), cell: ({ before }) => <FieldValue value={before} /> },
        { key: "after", header: t("other.after"), cell: ({ after }) => <FieldValue value={after} /> },
      ]}
    />
  );
}
