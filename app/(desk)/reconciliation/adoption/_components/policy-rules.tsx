import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { DataTable } from "@/components/ui/data-table";
import type { AdoptionRuleDto } from "@/contracts/adoption";
import { statusKeyOf } from "./status-key";

/** One line a rule: what of ours becomes the channel's, and up to which amount. */
export function PolicyRules({ caption, rules }: { caption: string; rules: readonly AdoptionRuleDto[] }) {
  const t = useTranslations("reconciliation");
  const enums = useTranslations("enums");
  return (
    <DataTable
      caption={caption}
      rows={rules}
      rowKey={(rule) => `${rule.itemKind} ${rule.ourStatus} ${rule.asset}`}
      columns={[
        {
          key: "kind",
          header: t("adoption.field.kind"),
          rowHeader: true,
          cell: (rule) => enums(`itemKind.${rule.itemKind}`),
        },
        { key: "status", header: t("adoption.field.ourStatus"), cell: (rule) => enums(statusKeyOf(rule)) },
        {
          key: "upTo",
          header: t("adoption.field.upTo"),
          align: "end",
          cell: (rule) => <Amount amountMinor={rule.upToMinor} asset={rule.asset} showAsset />,
        },
      ]}
    />
  );
}
