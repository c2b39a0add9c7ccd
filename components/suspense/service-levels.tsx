import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import type { ServiceLevelDto } from "@/contracts/claim-views";
import { formatAmount } from "@/core/money/format-money";
import { SeverityBadge } from "./severity-badge";

/** How urgent an item is and how long it may take, by what it is; the row that names most decides. */
export function ServiceLevels({ levels, actions }: { levels: readonly ServiceLevelDto[]; actions?: ReactNode }) {
  const t = useTranslations("suspense");
  const enums = useTranslations("enums");
  const locale = useLocale();
  const any = <span className="text-muted">{t("level.any")}</span>;
  const band = ({ asset, fromMinor }: ServiceLevelDto) =>
    asset === null
      ? any
      : fromMinor === "0"
        ? t("level.anyIn", { asset })
        : t("level.from", { amount: `${formatAmount(BigInt(fromMinor), asset, locale)} ${asset}` });
  return (
    <Section title={t("level.title")} description={t("level.text")} actions={actions} flush>
      <DataTable
        caption={t("level.title")}
        rows={levels}
        rowKey={(level) => level.key}
        columns={[
          { key: "channel", header: t("level.channel"), cell: ({ channel }) => channel?.name ?? any },
          {
            key: "kind",
            header: t("level.kind"),
            rowHeader: true,
            cell: ({ kind }) => (kind ? enums(`outcome.${kind}`) : any),
          },
          {
            key: "direction",
            header: t("level.direction"),
            cell: ({ direction }) => (direction ? enums(`direction.${direction}`) : any),
          },
          { key: "band", header: t("level.band"), align: "end", cell: band },
          {
            key: "severity",
            header: t("level.severity"),
            cell: ({ severity }) => <SeverityBadge severity={severity} />,
          },
          { key: "days", header: t("level.days"), align: "end", cell: ({ bankDays }) => t("age", { days: bankDays }) },
          { key: "open", header: t("level.open"), align: "end", cell: ({ open }) => open },
          {
            key: "overdue",
            header: t("level.overdue"),
            align: "end",
            cell: ({ overdue }) => (overdue > 0 ? <span className="font-medium text-danger">{overdue}</span> : overdue),
          },
        ]}
      />
    </Section>
  );
}
