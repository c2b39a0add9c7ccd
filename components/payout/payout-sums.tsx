import { useLocale, useTranslations } from "next-intl";
import { StatTile } from "@/components/ui/stat-tile";
import type { PayoutSumDto, PayoutView } from "@/contracts/payout-views";
import { formatAmount } from "@/core/money/format-money";

const TONES: Record<PayoutView, "warning" | "info" | "danger"> = {
  waiting: "warning",
  transit: "info",
  doubt: "danger",
  again: "danger",
};

/** What is not finished, by what it waits for; each leads to exactly its rows. */
export function PayoutSums({ sums }: { sums: readonly PayoutSumDto[] }) {
  const t = useTranslations("payouts");
  const locale = useLocale();
  if (sums.length === 0) return null;
  return (
    <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
      {sums.map(({ view, asset, amountMinor, count }) => (
        <StatTile
          key={`${view} ${asset}`}
          label={t(`view.${view}`)}
          value={`${formatAmount(BigInt(amountMinor), asset, locale)} ${asset}`}
          note={count === 0 ? t("sum.none") : t("sum.count", { count })}
          tone={count === 0 ? "success" : TONES[view]}
          href={`/payouts?show=${view}`}
        />
      ))}
    </div>
  );
}
