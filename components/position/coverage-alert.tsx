import { useLocale, useTranslations } from "next-intl";
import { Alert } from "@/components/ui/alert";
import type { CoverageDto } from "@/contracts/position-views";
import { formatAmount } from "@/core/money/format-money";
import { formatRatio } from "./format-ratio";

/** Whether what we hold for others covers what we owe them, in one sentence. */
export function CoverageAlert({ coverage }: { coverage: CoverageDto }) {
  const t = useTranslations("position");
  const locale = useLocale();
  const { asset, ratioBps, isCovered, surplusMinor } = coverage;
  const amount = (minor: string) => formatAmount(BigInt(minor), asset, locale);
  if (ratioBps === null) return <Alert tone="neutral" title={t("covered.nothingOwed", { asset })} />;
  const values = {
    asset,
    held: amount(coverage.heldMinor),
    owed: amount(coverage.owedMinor),
    ratio: formatRatio(ratioBps, locale),
    difference: amount(surplusMinor.replace("-", "")),
  };
  return (
    <Alert tone={isCovered ? "success" : "danger"} title={t(isCovered ? "covered.yes" : "covered.no", values)}>
      {t(isCovered ? "covered.yesText" : "covered.noText", values)}
    </Alert>
  );
}
