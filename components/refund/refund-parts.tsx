import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import type { RefundDetailDto } from "@/contracts/refund-views";

type RefundPartsProps = { parts: RefundDetailDto["parts"]; asset: string };

/** Which part of a refund returns to whom. */
export function RefundParts({ parts, asset }: RefundPartsProps) {
  const t = useTranslations("refunds");
  const orders = useTranslations("orders");
  const sum = parts.reduce((total, part) => total + BigInt(part.amountMinor), 0n);
  return (
    <Section title={t("detail.parts")} description={t("detail.partsText")} flush>
      <DataTable
        caption={t("detail.parts")}
        rows={parts}
        rowKey={(part) => `${part.legNo}`}
        columns={[
          {
            key: "part",
            header: t("detail.part"),
            cell: ({ funder }) => orders(`refundPart.${funder ?? "CHANNEL"}`),
            rowHeader: true,
            footer: t("detail.sum"),
          },
          {
            key: "amount",
            header: t("detail.partAmount"),
            align: "end",
            cell: ({ amountMinor }) => <Amount amountMinor={amountMinor} asset={asset} />,
            footer: <Amount amountMinor={sum} asset={asset} showAsset />,
          },
        ]}
      />
    </Section>
  );
}
