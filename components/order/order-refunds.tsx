import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Badge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import type { RefundDto } from "@/contracts/order-views";
import { RefundStatusBadge } from "./order-status";

/** Each refund with its parts: what goes back to the payer as money, and what to those who funded the coupons. */
export function OrderRefunds({ refunds }: { refunds: readonly RefundDto[] }) {
  const t = useTranslations("orders");
  const enums = useTranslations("enums");
  if (refunds.length === 0) return null;
  return (
    <Section title={t("refunds.title")} flush>
      <DataTable
        caption={t("refunds.title")}
        rows={refunds}
        rowKey={(refund) => refund.refundNo}
        columns={[
          {
            key: "no",
            header: t("refunds.no"),
            cell: (refund) => (
              <span className="inline-flex items-center gap-2">
                <ObjectLink kind="refund" no={refund.refundNo} />
                {refund.origin === "SUSPENSE" ? <Badge>{t("refunds.fromSuspense")}</Badge> : null}
                {refund.route && refund.route !== "ORIGINAL" ? (
                  <Badge>{enums(`refundRoute.${refund.route}`)}</Badge>
                ) : null}
              </span>
            ),
            rowHeader: true,
          },
          {
            key: "status",
            header: t("refunds.status"),
            cell: (refund) => <RefundStatusBadge status={refund.status} />,
          },
          { key: "channelNo", header: t("refunds.channelNo"), cell: (refund) => refund.channelRefundNo ?? "—" },
          {
            key: "succeeded",
            header: t("refunds.succeeded"),
            cell: (refund) => (refund.succeededAt ? <DateTime at={refund.succeededAt} /> : "—"),
          },
          {
            key: "cash",
            header: t("refunds.cash"),
            align: "end",
            cell: (refund) => <Amount amountMinor={refund.channelMinor} asset={refund.asset} />,
          },
          {
            key: "coupons",
            header: t("refunds.coupons"),
            align: "end",
            cell: (refund) => (
              <Amount amountMinor={BigInt(refund.amountMinor) - BigInt(refund.channelMinor)} asset={refund.asset} />
            ),
          },
          {
            key: "amount",
            header: t("refunds.amount"),
            align: "end",
            cell: (refund) => <Amount amountMinor={refund.amountMinor} asset={refund.asset} showAsset />,
          },
        ]}
      />
    </Section>
  );
}
