import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import type { OrderDto, OrderLegDto } from "@/contracts/order-views";

type OrderLegsProps = { order: OrderDto; legs: readonly OrderLegDto[] };

/** What was due, who paid which part of it, and what of each part is left to give back. */
export function OrderLegs({ order, legs }: OrderLegsProps) {
  const t = useTranslations("orders");
  const { asset } = order;
  const sum = (of: (leg: OrderLegDto) => bigint) => legs.reduce((total, leg) => total + of(leg), 0n);
  const left = (leg: OrderLegDto) => BigInt(leg.paidMinor) - BigInt(leg.refundedMinor) - BigInt(leg.disputedMinor);
  const disputed = sum((leg) => BigInt(leg.disputedMinor));
  return (
    <Section title={t("legs.title")} description={t("legs.description")} flush>
      <DataTable
        caption={t("legs.title")}
        rows={legs}
        rowKey={(leg) => `${leg.legNo}`}
        columns={[
          {
            key: "part",
            header: t("legs.part"),
            cell: (leg) => t(`legs.${leg.funder ?? "CHANNEL"}`, { channel: order.channelName ?? "" }),
            rowHeader: true,
            footer: t("legs.due"),
          },
          { key: "campaign", header: t("legs.campaign"), cell: (leg) => leg.campaign ?? "" },
          {
            key: "paid",
            header: t("legs.paid"),
            align: "end",
            cell: (leg) => <Amount amountMinor={leg.paidMinor} asset={asset} />,
            footer: <Amount amountMinor={order.dueMinor} asset={asset} />,
          },
          {
            key: "refunded",
            header: t("legs.refunded"),
            align: "end",
            cell: (leg) => <Amount amountMinor={leg.refundedMinor} asset={asset} />,
            footer: <Amount amountMinor={sum((leg) => BigInt(leg.refundedMinor))} asset={asset} />,
          },
          ...(disputed === 0n
            ? []
            : [
                {
                  key: "disputed",
                  header: t("legs.disputed"),
                  align: "end" as const,
                  cell: (leg: OrderLegDto) => <Amount amountMinor={leg.disputedMinor} asset={asset} />,
                  footer: <Amount amountMinor={disputed} asset={asset} />,
                },
              ]),
          {
            key: "left",
            header: t("legs.left"),
            align: "end",
            cell: (leg) => <Amount amountMinor={left(leg)} asset={asset} />,
            footer: <Amount amountMinor={sum(left)} asset={asset} showAsset />,
          },
        ]}
      />
    </Section>
  );
}
