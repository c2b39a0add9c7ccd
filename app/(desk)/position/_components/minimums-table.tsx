import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import type { PositionAheadDto } from "@/contracts/position-views";
import { MinimumDialog, type ProposeMinimumAction } from "./minimum-dialog";

type MinimumsTableProps = { ahead: PositionAheadDto; propose: ProposeMinimumAction | null };

/** How low each reserve account may fall, beside where it ends today. */
export function MinimumsTable({ ahead, propose }: MinimumsTableProps) {
  const t = useTranslations("position");
  const rows = ahead.places.filter((place) => place.kind === "BANK" && place.accountNo !== null);
  return (
    <Section title={t("minimums.title")} description={t("minimums.description")} flush>
      <DataTable
        caption={t("minimums.title")}
        rows={rows}
        rowKey={({ code, asset }) => `${code} ${asset}`}
        columns={[
          { key: "bank", header: t("ahead.bank"), rowHeader: true, cell: ({ code, asset }) => `${code} ${asset}` },
          {
            key: "line",
            header: t("minimums.line"),
            align: "end",
            cell: ({ minimumMinor, asset }) =>
              minimumMinor === null ? (
                <span className="text-muted">{t("minimums.none")}</span>
              ) : (
                <Amount amountMinor={minimumMinor} asset={asset} showAsset />
              ),
          },
          ...(propose
            ? [
                {
                  key: "change",
                  header: <span className="sr-only">{t("minimums.change")}</span>,
                  align: "end" as const,
                  cell: (bank: (typeof rows)[number]) => <MinimumDialog bank={bank} action={propose} />,
                },
              ]
            : []),
        ]}
      />
    </Section>
  );
}
