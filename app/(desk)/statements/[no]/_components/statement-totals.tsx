import { getFormatter, getTranslations } from "next-intl/server";
import { Amount } from "@/components/money/amount";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import type { StatementDto } from "@/contracts/statement-views";

/** What the lines add up to, beside what the file says about itself. A file in which the two differ is never stored. */
export async function StatementTotals({ statement }: { statement: StatementDto }) {
  const t = await getTranslations("statements");
  const format = await getFormatter();
  const { payments, refunds, feeMinor, asset, assets, lines, footer } = statement;
  const net = BigInt(payments.amountMinor) - BigInt(refunds.amountMinor) - BigInt(feeMinor);
  const rows = [
    { key: "payments", label: t("field.payments"), count: payments.count, amountMinor: payments.amountMinor },
    { key: "refunds", label: t("field.refunds"), count: refunds.count, amountMinor: `-${refunds.amountMinor}` },
    { key: "fee", label: t("field.fee"), count: null, amountMinor: `${-BigInt(feeMinor)}` },
  ];
  return (
    <Section title={t("totals.title")} description={t(footer ? "totals.agree" : "totals.noFooter")} flush>
      <DataTable
        caption={t("totals.title")}
        rows={rows}
        rowKey={(row) => row.key}
        columns={[
          {
            key: "label",
            header: t("totals.what"),
            cell: (row) => row.label,
            rowHeader: true,
            footer: t("totals.net"),
          },
          {
            key: "count",
            header: t("totals.count"),
            align: "end",
            cell: (row) => (row.count === null ? "" : format.number(row.count)),
            footer: format.number(lines),
          },
          {
            key: "amount",
            header: t("totals.amountIn", { assets: assets.join(" + ") }),
            align: "end",
            cell: (row) => <Amount amountMinor={row.amountMinor} asset={asset} />,
            footer: <Amount amountMinor={net} asset={asset} />,
          },
        ]}
      />
    </Section>
  );
}
