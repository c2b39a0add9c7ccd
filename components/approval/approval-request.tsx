import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { KindBadge } from "@/components/suspense/item-badges";
import { Section } from "@/components/ui/card";
import { FactGrid } from "@/components/ui/fact-grid";
import type { ApprovalDto } from "@/contracts/approval-views";
import { ReasonGiven } from "./reason-given";

/** What is asked for, about what, by whom and why. */
export function ApprovalRequest({ approval }: { approval: ApprovalDto }) {
  const t = useTranslations("approvals");
  const suspense = useTranslations("suspense");
  const { item, merchant, orderNo, counterpartNo, resolution } = approval;
  return (
    <Section title={t("request.title")}>
      <div className="flex flex-col gap-3">
        <FactGrid
          className="grid-cols-2 md:grid-cols-3"
          facts={[
            { key: "act", label: t("request.act"), value: suspense(`resolution.${resolution}.name`) },
            {
              key: "amount",
              label: t("column.amount"),
              value: (
                <Amount amountMinor={approval.amountMinor} asset={approval.asset} showAsset className="font-semibold" />
              ),
            },
            {
              key: "item",
              label: t("column.object"),
              value: (
                <span className="inline-flex flex-wrap items-center gap-1.5">
                  <ObjectLink kind="suspense" no={item.itemNo} />
                  <KindBadge kind={item.kind} direction={item.direction} />
                </span>
              ),
            },
            {
              key: "age",
              label: t("request.openFor"),
              value: `${suspense("age", { days: item.ageDays })} · ${item.channel.name}`,
            },
            {
              key: "order",
              label: t("request.order"),
              value: orderNo ? <ObjectLink kind="order" no={orderNo} /> : null,
            },
            {
              key: "merchant",
              label: t("column.merchant"),
              value: merchant ? (
                <>
                  {merchant.name} <ObjectLink kind="merchant" no={merchant.no} className="underline" />
                </>
              ) : null,
            },
            ...(counterpartNo
              ? [
                  {
                    key: "counterpart",
                    label: t("request.counterpart"),
                    value: <ObjectLink kind="suspense" no={counterpartNo} />,
                  },
                ]
              : []),
            { key: "maker", label: t("column.maker"), value: approval.isOwn ? t("request.you") : approval.maker },
            { key: "asked", label: t("column.asked"), value: <DateTime at={approval.createdAt} /> },
          ]}
        />
        <ReasonGiven reason={approval.reason} />
      </div>
    </Section>
  );
}
