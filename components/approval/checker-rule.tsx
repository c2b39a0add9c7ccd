import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { CheckerRule } from "@/core/approvals/checker-rule";
import { TWO_CHECKERS_ABOVE_MINOR } from "@/core/approvals/decide-approval";
import { formatAmount } from "@/core/money/format-money";

type CheckerRuleTextProps = { rule: CheckerRule; roles: readonly string[] };

/** Who has to check, and which rule says so, in one or two sentences. */
export function CheckerRuleText({ rule, roles }: CheckerRuleTextProps) {
  const t = useTranslations("approvals");
  const shell = useTranslations("shell");
  const format = useFormatter();
  const locale = useLocale();
  const names = format.list(
    roles.map((role) => shell(`role.${role}`)),
    { type: "conjunction" },
  );
  const limit = `${formatAmount(TWO_CHECKERS_ABOVE_MINOR, "CNY", locale)} CNY`;
  const who = t("rule.who", { count: roles.length, names });
  return t("rule.sentences", { who, why: t(`rule.${rule}`, { limit }), notMaker: t("rule.notMaker") });
}
