import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Section } from "@/components/ui/card";
import { FactGrid } from "@/components/ui/fact-grid";
import type { PayoutDetailDto } from "@/contracts/payout-views";

/** What a payout is, fact by fact; every number leads to what it names. */
export function PayoutFacts({ payout }: { payout: PayoutDetailDto }) {
  const t = useTranslations("payouts");
  const { merchant, payee, asset, amountMinor, batchNo, finishedAt } = payout;
  return (
    <Section title={t("detail.facts")}>
      <FactGrid
        className="grid-cols-2"
        facts={[
          {
            key: "amount",
            label: t("column.amount"),
            value: <Amount amountMinor={amountMinor} asset={asset} showAsset className="font-medium" />,
          },
          { key: "channel", label: t("column.channel"), value: payout.channel.name },
          {
            key: "merchant",
            label: t("column.merchant"),
            value: (
              <>
                {merchant.name} <ObjectLink kind="merchant" no={merchant.no} className="underline" />
              </>
            ),
          },
          { key: "payee", label: t("detail.payee"), value: `${payee.holder} · ${payee.bank} ${payee.maskedNo}` },
          { key: "source", label: t("column.source"), value: t(`source.${payout.source}`) },
          { key: "by", label: t("detail.by"), value: payout.requestedBy ?? t("detail.system") },
          { key: "reference", label: t("column.reference"), value: payout.clientRef },
          {
            key: "batch",
            label: t("filter.batch"),
            value: batchNo === null ? null : <ObjectLink kind="payout_batch" no={batchNo} className="underline" />,
          },
          { key: "asked", label: t("column.asked"), value: <DateTime at={payout.requestedAt} seconds /> },
          {
            key: "ended",
            label: t("column.ended"),
            value: finishedAt === null ? null : <DateTime at={finishedAt} seconds />,
          },
          ...(payout.note ? [{ key: "note", label: t("detail.note"), value: payout.note }] : []),
        ]}
      />
    </Section>
  );
}
