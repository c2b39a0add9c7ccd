import { useTranslations } from "next-intl";
import { DateTime, Day } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Section } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { type KeyValue, KeyValueList } from "@/components/ui/key-value-list";
import type { OrderDto } from "@/contracts/order-views";

export function OrderFacts({ order }: { order: OrderDto }) {
  const t = useTranslations("orders");
  const items: KeyValue[] = [
    {
      key: "merchant",
      label: t("facts.merchant"),
      value: (
        <span className="flex flex-col items-start">
          {order.merchantName}
          <ObjectLink kind="merchant" no={order.merchantNo} />
        </span>
      ),
    },
    { key: "channel", label: t("facts.channel"), value: order.channelName ?? t("coupons") },
    { key: "tradeNo", label: t("facts.tradeNo"), value: <TradeNo no={order.channelTradeNo} /> },
    { key: "payer", label: t("facts.payer"), value: order.payer },
    { key: "ordered", label: t("facts.ordered"), value: <Day on={order.orderedOn} /> },
    { key: "paidAt", label: t("facts.paidAt"), value: order.paidAt ? <DateTime at={order.paidAt} seconds /> : null },
    { key: "expected", label: t("facts.expected"), value: order.expectedOn ? <Day on={order.expectedOn} /> : null },
    { key: "received", label: t("facts.received"), value: <DateTime at={order.receivedAt} seconds /> },
    { key: "bookedBy", label: t("facts.bookedBy"), value: order.bookedBy ? t(`facts.${order.bookedBy}`) : null },
  ];
  return (
    <Section title={t("facts.title")}>
      <KeyValueList items={items} />
    </Section>
  );
}

function TradeNo({ no }: { no: string | null }) {
  const t = useTranslations("orders");
  if (no === null) return "—";
  return (
    <span className="inline-flex items-start gap-1 break-all">
      {no}
      <CopyButton text={no} what={t("facts.tradeNo")} />
    </span>
  );
}
