import { useLocale, useTranslations } from "next-intl";
import { StatusBadge } from "@/components/ui/badge";
import { formatAmount } from "@/core/money/format-money";

type BalanceSignProps = { debitMinor: string; creditMinor: string; asset: string; equal: string };

/** Whether both sides are equal, and by how much they are not. */
export function BalanceSign({ debitMinor, creditMinor, asset, equal }: BalanceSignProps) {
  const t = useTranslations("ledger");
  const locale = useLocale();
  const differenceMinor = BigInt(debitMinor) - BigInt(creditMinor);
  if (differenceMinor === 0n) return <StatusBadge tone="success">{equal}</StatusBadge>;
  const amount = `${formatAmount(differenceMinor, asset, locale)} ${asset}`;
  return <StatusBadge tone="danger">{t("chart.unbalanced", { amount })}</StatusBadge>;
}
