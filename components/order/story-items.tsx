import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { Day } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Badge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import type { StoryItemDto } from "@/contracts/order-views";

/** The differences that stand, or stood, in suspense because of this order. */
export function StoryItems({ items }: { items: readonly StoryItemDto[] }) {
  const t = useTranslations("orders");
  const enums = useTranslations("enums");
  if (items.length === 0) return null;
  return (
    <Section title={t("items.title")} flush>
      <DataTable
        caption={t("items.title")}
        rows={items}
        rowKey={(item) => item.itemNo}
        columns={[
          {
            key: "no",
            header: t("items.no"),
            cell: (item) => <ObjectLink kind="suspense" no={item.itemNo} />,
            rowHeader: true,
          },
          {
            key: "kind",
            header: t("items.kind"),
            cell: (item) => (
              <Badge tone={!item.isOpen ? "neutral" : item.direction === "SHORT" ? "danger" : "warning"}>
                {enums(`outcome.${item.kind}`)}
              </Badge>
            ),
          },
          { key: "direction", header: t("items.direction"), cell: (item) => enums(`direction.${item.direction}`) },
          { key: "status", header: t("items.status"), cell: (item) => enums(`suspenseStatus.${item.status}`) },
          { key: "opened", header: t("items.opened"), cell: (item) => <Day on={item.openedOn} /> },
          { key: "assignee", header: t("items.assignee"), cell: (item) => item.assignee ?? "—" },
          {
            key: "resolution",
            header: t("items.resolution"),
            cell: (item) => (item.resolution ? enums(`resolution.${item.resolution}`) : "—"),
          },
          {
            key: "amount",
            header: t("items.amount"),
            align: "end",
            cell: (item) => <Amount amountMinor={item.amountMinor} asset={item.asset} showAsset />,
          },
        ]}
      />
    </Section>
  );
}
