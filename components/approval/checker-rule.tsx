import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { AskingRuleDto } from "@/contracts/approval-policy";
import { formatAmount } from "@/core/money/format-money";

/** Who has to check, which rule says so, and who may not, in a few sentences. */
export function CheckerRuleText({ rule }: { rule: AskingRuleDto }) {
  const t = useTranslations("approvals");
  const shell = useTranslations("shell");
  const format = useFormatter();
  const locale = useLocale();
  const say = useLimits();
  const sayPayee = usePayee();
  const names = format.list(
    rule.seats.map((seat) => shell(`role.${seat}`)),
    { type: "conjunction" },
  );
  const { excludes, summed } = rule;
  const others = excludes.map((one) => t(`rule.excludes.${one}`));
  const sentences = [
    t("rule.who", { count: rule.seats.length, names }),
    t("rule.why", { act: t(`act.${rule.act}.name`), limits: say(rule), version: rule.policyVersion }),
    ...(summed
      ? [t("rule.summed", { amount: say.amount(summed.amountMinor, summed.asset), payee: sayPayee(summed.payee) })]
      : []),
    others.length > 0
      ? t("rule.notMakerNor", { others: format.list(others, { type: "disjunction" }) })
      : t("rule.notMaker"),
    ...(rule.stepUp ? [t("rule.stepUp")] : []),
  ];
  // Chinese sentences stand beside each other without a space.
  return sentences.join(locale.startsWith("zh") ? "" : " ");
}

/** A payee as requests are summed up by: a merchant by its number, anyone else by what the page is about anyway. */
function usePayee() {
  const t = useTranslations("approvals");
  return (payee: string) => {
    if (payee.startsWith("account ")) return t("rule.payee.account");
    if (payee.startsWith("payer of ")) return t("rule.payee.payer");
    return t("rule.payee.merchant", { no: payee.replace(/^merchant /, "") });
  };
}

/** "in CNY above 1,000.00 up to 50,000.00". */
function useLimits() {
  const t = useTranslations("approvals");
  const locale = useLocale();
  const amount = (minor: string, asset: string) => `${formatAmount(BigInt(minor), asset, locale)} ${asset}`;
  const say = ({ asset, aboveMinor, upToMinor }: Pick<AskingRuleDto, "asset" | "aboveMinor" | "upToMinor">) => {
    if (asset === null) return t("rule.anyAmount");
    const [above, upTo] = [aboveMinor, upToMinor].map((minor) => (minor === null ? "" : amount(minor, asset)));
    if (aboveMinor !== null && upToMinor !== null) return t("rule.between", { above: above ?? "", upTo: upTo ?? "" });
    if (upToMinor !== null) return t("rule.upTo", { upTo: upTo ?? "" });
    return aboveMinor === null ? t("rule.anyIn", { asset }) : t("rule.above", { above: above ?? "" });
  };
  return Object.assign(say, { amount });
}
