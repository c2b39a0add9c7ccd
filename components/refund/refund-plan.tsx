import { useTranslations } from "next-intl";
import { CheckerRuleText } from "@/components/approval/checker-rule";
import { Amount } from "@/components/money/amount";
import { DataTable } from "@/components/ui/data-table";
import { RadioCards } from "@/components/ui/radio-cards";
import type { RefundPreviewDto } from "@/contracts/refund-views";
import type { RefundRoute } from "@/core/refunds/route";

type RefundPlanProps = { preview: RefundPreviewDto; onRoute: (route: RefundRoute) => void };

/** How a refund goes back over the parts that paid, by which route and why, and who has to check it. */
export function RefundPlan({ preview, onRoute }: RefundPlanProps) {
  const t = useTranslations("refunds");
  const orders = useTranslations("orders");
  const { asset, parts, routes, route, reason, windowDays, channelName, rule } = preview;
  const channel = channelName ?? "";
  const sum = parts.reduce((total, part) => total + BigInt(part.amountMinor), 0n);
  return (
    <>
      <DataTable
        caption={t("ask.preview")}
        rows={parts}
        rowKey={(part) => part.funder ?? part.kind}
        columns={[
          {
            key: "part",
            header: t("ask.part"),
            cell: ({ funder }) => orders(`refundPart.${funder ?? "CHANNEL"}`),
            rowHeader: true,
          },
          {
            key: "left",
            header: t("ask.partLeft"),
            align: "end",
            cell: ({ leftMinor }) => <Amount amountMinor={leftMinor} asset={asset} />,
          },
          {
            key: "back",
            header: t("ask.partBack"),
            align: "end",
            cell: ({ amountMinor }) => <Amount amountMinor={amountMinor} asset={asset} />,
            footer: <Amount amountMinor={sum} asset={asset} showAsset />,
          },
        ]}
      />
      {routes.length > 1 ? (
        <RadioCards
          legend={t("ask.routeLegend")}
          value={route}
          onValueChange={onRoute}
          options={routes.map((value) => ({ value, label: t(`ask.routeText.${value}`, { channel }) }))}
        />
      ) : null}
      <ul className="flex list-disc flex-col gap-0.5 pl-4 text-sm">
        <li>{t(`ask.reason.${reason}`, { channel, days: windowDays ?? 0 })}</li>
        <li>
          <CheckerRuleText rule={rule} />
        </li>
      </ul>
    </>
  );
}
