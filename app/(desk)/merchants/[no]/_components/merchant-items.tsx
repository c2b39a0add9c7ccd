import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { Day } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { MerchantDto, MerchantItemDto } from "@/contracts/merchant-views";

type MerchantItemsProps = { merchant: MerchantDto; items: readonly MerchantItemDto[] };

/** What of the merchant's orders still stands in suspense, in the order of the queue. */
export function MerchantItems({ merchant, items }: MerchantItemsProps) {
  const t = useTranslations("merchants");
  if (items.length === 0) {
    return (
      <Card>
        <EmptyState kind="all-done" title={t("items.done")} description={t("items.doneText")} />
      </Card>
    );
  }
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-3">
        <p className="flex-1 text-muted text-sm">
          {items.length < merchant.openItems ? t("items.more", { count: items.length }) : null}
        </p>
        <ButtonLink size="sm" href={`/suspense?merchant=${encodeURIComponent(merchant.merchantNo)}`}>
          {t("items.queue")}
        </ButtonLink>
      </div>
      <Card flush>
        <ItemsTable items={items} />
      </Card>
    </div>
  );
}

function ItemsTable({ items }: { items: readonly MerchantItemDto[] }) {
  const t = useTranslations("merchants");
  const enums = useTranslations("enums");
  return (
    <DataTable
      caption={t("tabs.suspense")}
      rows={items}
      rowKey={(item) => item.itemNo}
      columns={[
        {
          key: "item",
          header: t("column.item"),
          cell: (item) => <ObjectLink kind="suspense" no={item.itemNo} />,
          rowHeader: true,
        },
        {
          key: "kind",
          header: t("column.itemKind"),
          cell: (item) => (
            <Badge tone={item.direction === "SHORT" ? "danger" : "warning"}>{enums(`outcome.${item.kind}`)}</Badge>
          ),
        },
        { key: "status", header: t("column.status"), cell: (item) => enums(`suspenseStatus.${item.status}`) },
        {
          key: "order",
          header: t("column.order"),
          cell: (item) => (item.orderNo ? <ObjectLink kind="order" no={item.orderNo} /> : "—"),
        },
        { key: "channel", header: t("column.channel"), cell: (item) => item.channel },
        { key: "opened", header: t("column.opened"), cell: (item) => <Day on={item.openedOn} /> },
        { key: "age", header: t("column.age"), cell: (item) => t("items.days", { count: item.ageDays }) },
        { key: "assignee", header: t("column.assignee"), cell: (item) => item.assignee ?? "—" },
        {
          key: "amount",
          header: t("column.amount"),
          align: "end",
          cell: (item) => <Amount amountMinor={item.amountMinor} asset={item.asset} showAsset />,
        },
      ]}
    />
  );
}
