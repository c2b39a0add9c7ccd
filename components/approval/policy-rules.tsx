import { useFormatter, useLocale, useTranslations } from "next-intl";
import { DataTable } from "@/components/ui/data-table";
import type { PolicyRuleDto } from "@/contracts/approval-policy";
import { formatAmount } from "@/core/money/format-money";

/** Rules as people read them: one row a band, the act named once. */
export function PolicyRules({ rules, caption }: { rules: readonly PolicyRuleDto[]; caption: string }) {
  const t = useTranslations("approvals");
  const shell = useTranslations("shell");
  const format = useFormatter();
  const locale = useLocale();
  const isFirst = (rule: PolicyRuleDto) => rules.find((one) => one.act === rule.act) === rule;
  const never = ({ excludes }: PolicyRuleDto) => excludes.map((one) => t(`policy.exclude.${one}`)).join(" · ");
  return (
    <DataTable
      caption={caption}
      rows={rules}
      rowKey={(rule) => `${rule.act} ${rule.asset} ${rule.upToMinor}`}
      columns={[
        {
          key: "act",
          header: t("policy.act"),
          rowHeader: true,
          cell: (rule) => <span className={isFirst(rule) ? "" : "sr-only"}>{t(`act.${rule.act}.name`)}</span>,
        },
        { key: "asset", header: t("policy.asset"), cell: ({ asset }) => asset ?? t("policy.anyAsset") },
        {
          key: "limit",
          header: t("policy.limit"),
          align: "end",
          cell: ({ upToMinor, asset }) =>
            upToMinor === null || asset === null ? (
              <span className="whitespace-nowrap text-muted">{t("policy.any")}</span>
            ) : (
              <span className="tabular">{formatAmount(BigInt(upToMinor), asset, locale)}</span>
            ),
        },
        {
          key: "seats",
          header: t("policy.seats"),
          cell: ({ seats }) =>
            format.list(
              seats.map((seat) => shell(`role.${seat}`)),
              { type: "conjunction" },
            ),
        },
        { key: "never", header: t("policy.excludes"), className: "text-muted", cell: never },
        {
          key: "stepUp",
          header: t("policy.stepUp"),
          cell: ({ stepUp }) => (stepUp ? t("policy.yes") : <span className="text-muted">{t("policy.no")}</span>),
        },
      ]}
    />
  );
}
