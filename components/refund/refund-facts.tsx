import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { DateTime, Day } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Section } from "@/components/ui/card";
import { type Fact, FactGrid } from "@/components/ui/fact-grid";
import type { RefundDetailDto, RefundFeeDto } from "@/contracts/refund-views";

/** What a refund is, fact by fact; every number leads to what it names. */
export function RefundFacts({ refund }: { refund: RefundDetailDto }) {
  const t = useTranslations("refunds");
  const enums = useTranslations("enums");
  const { asset, orderNo, merchant, channel, payee, approvalNo, succeededAt, expectedOn, channelRefundNo } = refund;
  const asked: Fact[] = [
    ...(refund.requestedBy === null ? [] : [{ key: "askedBy", label: t("detail.askedBy"), value: refund.requestedBy }]),
    // Null, too, for readers who have no page of requests.
    ...(approvalNo === null
      ? []
      : [{ key: "request", label: t("detail.request"), value: <ObjectLink kind="approval" no={approvalNo} /> }]),
  ];
  const paidTo: Fact[] =
    payee === null
      ? []
      : [{ key: "payee", label: t("detail.payee"), value: `${payee.holder}, ${payee.bank}, ${payee.accountNo}` }];
  const facts: Fact[] = [
    {
      key: "amount",
      label: t("column.amount"),
      value: <Amount amountMinor={refund.amountMinor} asset={asset} showAsset />,
    },
    {
      key: "cash",
      label: t("column.cash"),
      value: <Amount amountMinor={refund.channelMinor} asset={asset} showAsset />,
    },
    { key: "route", label: t("detail.route"), value: enums(`refundRoute.${refund.route ?? "ORIGINAL"}`) },
    { key: "channel", label: t("detail.channel"), value: channel?.name ?? t("coupons") },
    ...paidTo,
    {
      key: "order",
      label: t("detail.order"),
      value: orderNo === null ? null : <ObjectLink kind="order" no={orderNo} />,
    },
    {
      key: "merchant",
      label: t("detail.merchant"),
      value: merchant ? (
        <>
          {merchant.name} <ObjectLink kind="merchant" no={merchant.no} className="underline" />
        </>
      ) : null,
    },
    { key: "origin", label: t("detail.origin"), value: enums(`refundOrigin.${refund.origin}`) },
    ...asked,
    { key: "received", label: t("detail.asked"), value: <DateTime at={refund.receivedAt} /> },
    {
      key: "succeeded",
      label: t("detail.succeeded"),
      value: succeededAt === null ? null : <DateTime at={succeededAt} />,
    },
    { key: "channelNo", label: t("detail.channelNo"), value: channelRefundNo },
    ...(refund.fee === null
      ? []
      : [{ key: "fee", label: t("detail.fee"), value: <Fee fee={refund.fee} asset={asset} /> }]),
    { key: "expected", label: t("detail.expected"), value: expectedOn === null ? null : <Day on={expectedOn} /> },
  ];
  return (
    <Section title={t("detail.facts")}>
      <FactGrid className="grid-cols-2" facts={facts} />
      {refund.reason === "" ? null : (
        <figure className="mt-3 border-accent border-l-2 pl-3">
          <figcaption className="text-muted text-xs">{t("detail.reason")}</figcaption>
          <blockquote className="whitespace-pre-wrap break-words text-sm">{refund.reason}</blockquote>
        </figure>
      )}
    </Section>
  );
}

function Fee({ fee: { isReturned, cleared }, asset }: { fee: RefundFeeDto; asset: string }) {
  const t = useTranslations("refunds");
  if (!isReturned) return t("detail.feeKept");
  if (cleared === null) return t("detail.feeWaits");
  return t.rich("detail.feeReturned", {
    amount: () => <Amount amountMinor={cleared.returnedMinor} asset={asset} showAsset />,
    on: () => <Day on={cleared.accountingOn} />,
    batchNo: cleared.batchNo,
  });
}
