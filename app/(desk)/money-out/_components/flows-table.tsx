import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { DateTime } from "@/components/money/date-time";
import { Badge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { ChannelFlowDto, FlowDto } from "@/contracts/money-out";

/** What is on its way through each channel: to be sent, sent, and not known. */
export function FlowsTable({ flows }: { flows: readonly ChannelFlowDto[] }) {
  const t = useTranslations("money-out");
  const column = (key: "waiting" | "underWay" | "inDoubt") => ({
    key,
    header: t(`flows.${key}`),
    align: "end" as const,
    cell: (row: ChannelFlowDto) => <Flow flow={row[key]} asset={row.asset} />,
  });
  return (
    <Section title={t("flows.title")} description={t("flows.text")} flush>
      <DataTable
        caption={t("flows.title")}
        rows={flows}
        rowKey={(row) => `${row.channel}/${row.asset}`}
        empty={<EmptyState kind="all-done" title={t("flows.empty")} description={t("flows.emptyText")} />}
        columns={[
          {
            key: "channel",
            header: t("flows.channel"),
            rowHeader: true,
            cell: (row) => (
              <span className="inline-flex items-center gap-2">
                {row.name}
                {row.hasClient ? null : <Badge tone="warning">{t("flows.noClient")}</Badge>}
              </span>
            ),
          },
          column("waiting"),
          column("underWay"),
          column("inDoubt"),
        ]}
      />
    </Section>
  );
}

function Flow({ flow: { count, amountMinor, oldestAt }, asset }: { flow: FlowDto; asset: string }) {
  const t = useTranslations("money-out");
  if (count === 0) return <span className="text-faint">—</span>;
  return (
    <span className="flex flex-col items-end">
      <Amount amountMinor={amountMinor} asset={asset} showAsset />
      <span className="text-muted text-xs">
        {t("flows.count", { count })}
        {oldestAt ? <> · {t.rich("flows.since", { at: () => <DateTime at={oldestAt} /> })}</> : null}
      </span>
    </span>
  );
}
