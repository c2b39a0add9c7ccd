import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { PolicyRuleDto } from "@/contracts/approval-policy";
import { formatAmount } from "@/core/money/format-money";

/** An act's rules, a line a band: up to how much, and whose signatures. */
export function RuleLines({ rules }: { rules: readonly PolicyRuleDto[] }) {
  const t = useTranslations("approvals");
  const shell = useTranslations("shell");
  const format = useFormatter();
  const locale = useLocale();
  const limit = ({ asset, upToMinor }: PolicyRuleDto) => {
    if (asset === null) return t("policy.anyAsset");
    if (upToMinor === null) return `${asset} · ${t("policy.any")}`;
    return t("rule.upTo", { upTo: `${formatAmount(BigInt(upToMinor), asset, locale)} ${asset}` });
  };
  if (rules.length === 0) return <span className="text-muted">{t("other.none")}</span>;
  return (
    <ul className="flex flex-col gap-1">
      {rules.map((rule) => (
        <li key={`${rule.asset} ${rule.upToMinor}`}>
          <span className="tabular">{limit(rule)}</span>
          {": "}
          {format.list(
            rule.seats.map((seat) => shell(`role.${seat}`)),
            { type: "conjunction" },
          )}
          {rule.stepUp ? ` · ${t("policy.stepUp")}` : null}
          <span className="block text-muted text-xs">
            {t("policy.excludes")}
            {": "}
            {rule.excludes.map((one) => t(`policy.exclude.${one}`)).join(" · ")}
          </span>
        </li>
      ))}
    </ul>
  );
}
