import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import type { LineDto } from "@/contracts/suspense-views";

/** Other lines of the channel under the same number: what a duplicate is a duplicate of. */
export function OtherLines({ lines }: { lines: readonly LineDto[] }) {
  const t = useTranslations("suspense");
  const enums = useTranslations("enums");
  if (lines.length === 0) return null;
  return (
    <Section title={t("otherLines.title")} flush>
      <DataTable
        caption={t("otherLines.title")}
        rows={lines}
        rowKey={(line) => `${line.statementNo} ${line.lineNo}`}
        columns={[
          {
            key: "place",
            header: t("otherLines.place"),
            rowHeader: true,
            className: "whitespace-nowrap",
            cell: (line) => (
              <>
                <ObjectLink kind="statement" no={line.statementNo} /> {t("evidence.lineNo", { lineNo: line.lineNo })}
              </>
            ),
          },
          {
            key: "tradeNo",
            header: t("evidence.field.tradeNo"),
            cell: (line) => <span className="tabular break-all text-xs">{line.tradeNo ?? "—"}</span>,
          },
          {
            key: "status",
            header: t("evidence.field.status"),
            className: "whitespace-nowrap",
            cell: (line) => enums(`lineStatus.${line.status}`),
          },
          {
            key: "at",
            header: t("evidence.field.at"),
            className: "whitespace-nowrap",
            cell: (line) => <DateTime at={line.at} />,
          },
          {
            key: "amount",
            header: t("evidence.field.amount"),
            align: "end",
            cell: (line) => <Amount amountMinor={line.signedMinor} asset={line.asset} showAsset />,
          },
        ]}
      />
    </Section>
  );
}
