import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { Day } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { StatusBadge, type Tone } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { StoryResultDto } from "@/contracts/order-views";

function toneOf(result: StoryResultDto): Tone {
  if (!result.isCurrent) return "neutral";
  if (result.outcome === "MATCHED") return "success";
  return result.outcome.startsWith("BUFFERED") ? "info" : "warning";
}

/** What each batch made of the order and its refunds; the newest decides, the others stay on record. */
export function StoryResults({ results }: { results: readonly StoryResultDto[] }) {
  const t = useTranslations("orders");
  const enums = useTranslations("enums");
  return (
    <Section title={t("results.title")} flush>
      <DataTable
        caption={t("results.title")}
        rows={results}
        rowKey={(result) => result.id}
        empty={<EmptyState kind="nothing-yet" title={t("results.none")} description={t("results.noneText")} />}
        columns={[
          {
            key: "batch",
            header: t("results.batch"),
            cell: (result) => <ObjectLink kind="batch" no={result.batchNo} />,
            rowHeader: true,
          },
          {
            key: "day",
            header: t("results.day"),
            cell: (result) => <Day on={result.batchOn} />,
            className: "whitespace-nowrap",
          },
          { key: "kind", header: t("lines.kind"), cell: (result) => enums(`itemKind.${result.itemKind}`) },
          {
            key: "outcome",
            header: t("results.outcome"),
            cell: (result) => <StatusBadge tone={toneOf(result)}>{enums(`outcome.${result.outcome}`)}</StatusBadge>,
          },
          {
            key: "stands",
            header: t("results.stands"),
            cell: (result) => t(result.isCurrent ? "results.current" : "results.replaced"),
          },
          {
            key: "ours",
            header: t("results.ours"),
            align: "end",
            cell: (result) => (
              <Amount
                amountMinor={result.oursMinor}
                asset={result.oursAsset}
                showAsset={result.oursAsset !== result.asset}
              />
            ),
          },
          {
            key: "channel",
            header: t("results.channel"),
            align: "end",
            cell: (result) => <Amount amountMinor={result.channelMinor} asset={result.asset} />,
          },
          {
            key: "delta",
            header: t("results.delta"),
            align: "end",
            cell: (result) => <Amount amountMinor={result.deltaMinor} asset={result.asset} signed showAsset />,
          },
        ]}
      />
    </Section>
  );
}
