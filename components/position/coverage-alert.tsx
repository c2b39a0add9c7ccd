import { useLocale, useTranslations } from "next-intl";
import { Alert } from "@/components/ui/alert";
import type { CoverageDto } from "@/contracts/position-views";
import { formatAmount } from "@/core/money/format-money";
import { formatRatio } from "./format-ratio";

/** Whether what we hold for others covers what we owe them, in one sentence. */
export function CoverageAlert({ coverage }: { coverage: CoverageDto }) {
  const t = useTranslations("position");
  const locale = useLocale();
  const { asset, ratioBps, isCovered, surplusMinor, unexplainedMinor } = coverage;
  const amount = (minor: string) => formatAmount(BigInt(minor), asset, locale);
  if (ratioBps === null) return <Alert tone="neutral" title={t("covered.nothingOwed", { asset })} />;
  const values = {
    asset,
    held: amount(coverage.heldMinor),
    owed: amount(coverage.owedMinor),
    ratio: formatRatio(ratioBps, locale),
    difference: amount(surplusMinor.replace("-", "")),
    unexplained: amount(unexplainedMinor),
  };
  if (isCovered) {
    return (
      <Alert tone="success" title={t("covered.yes", values)}>
        {t("covered.yesText", values)}
      </Alert>
    );
  }
  const isExplained = unexplainedMinor === "0";
  return (
    <Alert tone={isExplained ? "warning" : "danger"} title={t("covered.no", values)}>
      {t("covered.noText", values)} {t(isExplained ? "covered.explained" : "covered.unexplained", values)}
    </Alert>
  );
}
