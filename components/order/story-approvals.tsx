import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { StatusBadge, type Tone } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import type { StoryApprovalDto } from "@/contracts/order-views";

const TONES: Readonly<Record<string, Tone>> = { PENDING: "info", EXECUTED: "success", REJECTED: "danger" };

/** Who asked for what about this order's suspense items, and who decided. */
export function StoryApprovals({ approvals }: { approvals: readonly StoryApprovalDto[] }) {
  const t = useTranslations("orders");
  const enums = useTranslations("enums");
  const shell = useTranslations("shell");
  if (approvals.length === 0) return null;
  return (
    <Section title={t("approvals.title")} flush>
      <DataTable
        caption={t("approvals.title")}
        rows={approvals}
        rowKey={(approval) => approval.approvalNo}
        columns={[
          {
            key: "no",
            header: t("approvals.no"),
            cell: (approval) => <ObjectLink kind="approval" no={approval.approvalNo} />,
            rowHeader: true,
          },
          {
            key: "status",
            header: t("approvals.status"),
            cell: (approval) => (
              <StatusBadge tone={TONES[approval.status] ?? "neutral"}>
                {enums(`approvalStatus.${approval.status}`)}
              </StatusBadge>
            ),
          },
          {
            key: "about",
            header: t("approvals.about"),
            cell: (approval) => <ObjectLink kind="suspense" no={approval.objectNo} />,
          },
          { key: "asked", header: t("approvals.asked"), cell: (approval) => <DateTime at={approval.createdAt} /> },
          { key: "maker", header: t("approvals.maker"), cell: (approval) => approval.maker },
          {
            key: "checkers",
            header: t("approvals.checkers"),
            cell: (approval) =>
              approval.decisions.map(({ checker, asRole }) => `${checker} (${shell(`role.${asRole}`)})`).join(", ") ||
              "—",
          },
          {
            key: "amount",
            header: t("approvals.amount"),
            align: "end",
            cell: (approval) => <Amount amountMinor={approval.amountMinor} asset={approval.asset} showAsset />,
          },
        ]}
      />
    </Section>
  );
}
