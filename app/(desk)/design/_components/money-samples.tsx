import { getTranslations } from "next-intl/server";
import { Amount } from "@/components/money/amount";
import { DateTime, Day } from "@/components/money/date-time";
import { StatusBadge } from "@/components/ui/badge";
import { Card, Section } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { DataTable } from "@/components/ui/data-table";
import { KeyValueList } from "@/components/ui/key-value-list";

const AMOUNTS = [
  { key: "large", amountMinor: "90071992547409939", asset: "CNY" },
  { key: "negative", amountMinor: "-4129905", asset: "CNY" },
  { key: "noDecimals", amountMinor: "1280000", asset: "JPY" },
  { key: "threeDecimals", amountMinor: "-5001", asset: "KWD" },
] as const;

export async function MoneySamples() {
  const t = await getTranslations("design");
  return (
    <div className="grid grid-cols-1 gap-section xl:grid-cols-2">
      <Section title={t("money.title")} description={t("money.description")} flush>
        <DataTable
          caption={t("money.title")}
          rows={AMOUNTS}
          rowKey={(row) => row.key}
          columns={[
            { key: "what", header: t("money.what"), cell: (row) => t(`money.${row.key}`), rowHeader: true },
            {
              key: "plain",
              header: t("money.plain"),
              align: "end",
              cell: (row) => <Amount amountMinor={row.amountMinor} asset={row.asset} showAsset />,
              footer: <Amount amountMinor="90071992543280034" asset="CNY" showAsset />,
            },
            {
              key: "signed",
              header: t("money.signed"),
              align: "end",
              cell: (row) => <Amount amountMinor={row.amountMinor} asset={row.asset} signed />,
            },
          ]}
        />
      </Section>
      <Section title={t("facts.title")} description={t("facts.description")} plain>
        <Card>
          <KeyValueList
            items={[
              {
                key: "number",
                label: t("facts.number"),
                value: (
                  <span className="inline-flex items-center gap-1">
                    <span className="tabular">OR2026111900000042</span>
                    <CopyButton text="OR2026111900000042" what={t("facts.number")} />
                  </span>
                ),
              },
              {
                key: "state",
                label: t("sample.state"),
                value: <StatusBadge tone="warning">{t("sample.waiting")}</StatusBadge>,
              },
              {
                key: "amount",
                label: t("sample.amount"),
                value: <Amount amountMinor="129900" asset="CNY" showAsset />,
              },
              { key: "paidAt", label: t("facts.paidAt"), value: <DateTime at="2026-11-19T01:30:12Z" seconds /> },
              { key: "settlesOn", label: t("facts.settlesOn"), value: <Day on="2026-11-20" /> },
              { key: "note", label: t("facts.note"), value: "" },
            ]}
          />
        </Card>
      </Section>
    </div>
  );
}
