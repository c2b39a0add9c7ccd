import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Day } from "@/components/money/date-time";
import { LINK_CLASS } from "@/components/object/object-link";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { ChannelDto } from "@/contracts/channel-views";

const BPS_PER_ONE = 10_000;

/** Every channel, with the settings by which it is reconciled. */
export function ChannelTable({ channels }: { channels: readonly ChannelDto[] }) {
  const t = useTranslations("channels");
  const enums = useTranslations("enums");
  const format = useFormatter();
  const rate = (bps: number) => format.number(bps / BPS_PER_ONE, { style: "percent", minimumFractionDigits: 2 });
  return (
    <DataTable
      caption={t("title")}
      rows={channels}
      rowKey={(channel) => channel.code}
      empty={<EmptyState kind="nothing-yet" title={t("none")} description={t("noneText")} />}
      columns={[
        {
          key: "name",
          header: t("field.name"),
          rowHeader: true,
          cell: (channel) => (
            <Link href={`/channels/${channel.code}`} className={LINK_CLASS}>
              {channel.name}
            </Link>
          ),
        },
        { key: "code", header: t("field.code"), cell: (channel) => <code className="text-xs">{channel.code}</code> },
        { key: "format", header: t("field.format"), cell: (channel) => enums(`format.${channel.format}`) },
        { key: "cutoff", header: t("field.cutoff"), cell: (channel) => channel.cutoff, align: "end" },
        { key: "buffer", header: t("field.bufferDays"), cell: (channel) => channel.bufferDays, align: "end" },
        { key: "settles", header: t("field.settles"), cell: (channel) => enums(`settles.${channel.settles}`) },
        {
          key: "cost",
          header: t("field.costBps"),
          align: "end",
          cell: (channel) => (channel.costBps === null ? t("asBilled") : rate(channel.costBps)),
        },
        { key: "bank", header: t("field.bankAccount"), cell: (channel) => channel.bankAccount },
        {
          key: "last",
          header: t("field.lastStatement"),
          cell: (channel) => (channel.lastStatementOn ? <Day on={channel.lastStatementOn} /> : "—"),
        },
      ]}
    />
  );
}
