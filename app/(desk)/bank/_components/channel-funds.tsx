import Link from "next/link";
import { useTranslations } from "next-intl";
import { bankAccountHref } from "@/components/bank/bank-look";
import { Amount } from "@/components/money/amount";
import { LINK_CLASS } from "@/components/object/object-link";
import { StatusBadge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import type { ChannelFundsDto } from "@/contracts/bank-views";

/** Our accounts with channels: their fund bills beside the trade statements, day by day. */
export function ChannelFunds({ funds }: { funds: readonly ChannelFundsDto[] }) {
  const t = useTranslations("bank");
  return funds.map((one) => {
    const amount = (minor: string | null, signed = false) =>
      minor === null ? "—" : <Amount amountMinor={minor} asset={one.asset} signed={signed} />;
    return (
      <Section
        key={`${one.account} ${one.asset}`}
        title={t("funds.title", { channel: one.channelName, asset: one.asset })}
        description={t("funds.text", { on: one.closedOn })}
        actions={
          <span className="flex items-center gap-3 text-sm">
            <Amount amountMinor={one.closingMinor} asset={one.asset} showAsset />
            <StatusBadge tone={one.differing > 0 ? "danger" : "success"}>
              {t(one.differing > 0 ? "funds.differs" : "funds.agrees", { count: one.differing })}
            </StatusBadge>
            <Link href={bankAccountHref(one.account)} className={LINK_CLASS}>
              {t("funds.lines")}
            </Link>
          </span>
        }
        flush
      >
        <DataTable
          caption={t("funds.title", { channel: one.channelName, asset: one.asset })}
          rows={one.days}
          rowKey={(day) => day.on}
          columns={[
            { key: "on", header: t("funds.on"), rowHeader: true, cell: (day) => day.on },
            { key: "moved", header: t("funds.moved"), align: "end", cell: (day) => amount(day.movedMinor) },
            { key: "statement", header: t("funds.statement"), align: "end", cell: (day) => amount(day.statementMinor) },
            {
              key: "difference",
              header: t("account.difference"),
              align: "end",
              cell: (day) => amount(day.differenceMinor, true),
            },
            { key: "withdrawn", header: t("funds.withdrawn"), align: "end", cell: (day) => amount(day.withdrawnMinor) },
            { key: "received", header: t("funds.received"), align: "end", cell: (day) => amount(day.receivedMinor) },
          ]}
        />
      </Section>
    );
  });
}
