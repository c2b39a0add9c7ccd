import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Badge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import type { LinkedApprovalDto } from "@/contracts/approval-views";
import { ApprovalStatusBadge } from "./approval-status";

/** Other requests about the same order or merchant, or over the same amount: a second one is worth a question. */
export function LinkedApprovals({ linked }: { linked: readonly LinkedApprovalDto[] }) {
  const t = useTranslations("approvals");
  const suspense = useTranslations("suspense");
  if (linked.length === 0) return null;
  return (
    <Section title={t("linked.title")} flush>
      <DataTable
        caption={t("linked.title")}
        rows={linked}
        rowKey={(one) => one.approvalNo}
        columns={[
          {
            key: "no",
            header: t("column.no"),
            rowHeader: true,
            cell: (one) => <ObjectLink kind="approval" no={one.approvalNo} />,
          },
          {
            key: "act",
            header: t("column.act"),
            cell: (one) =>
              one.resolution === null ? t(`act.${one.act}.name`) : suspense(`resolution.${one.resolution}.name`),
          },
          {
            key: "shares",
            header: t("linked.shares"),
            cell: (one) => (
              <span className="flex gap-1">
                {one.sharesOrder ? <Badge tone="warning">{t("linked.order")}</Badge> : null}
                {one.sharesMerchant ? <Badge>{t("linked.merchant")}</Badge> : null}
                {one.sharesAmount ? <Badge>{t("linked.amount")}</Badge> : null}
              </span>
            ),
          },
          {
            key: "status",
            header: t("column.status"),
            cell: (one) => <ApprovalStatusBadge approval={{ status: one.status, isExpired: false }} />,
          },
          { key: "at", header: t("column.asked"), cell: (one) => <DateTime at={one.createdAt} /> },
          {
            key: "amount",
            header: t("column.amount"),
            align: "end",
            cell: ({ amountMinor, asset }) =>
              amountMinor === null || asset === null ? (
                "—"
              ) : (
                <Amount amountMinor={amountMinor} asset={asset} showAsset />
              ),
          },
        ]}
      />
    </Section>
  );
}
