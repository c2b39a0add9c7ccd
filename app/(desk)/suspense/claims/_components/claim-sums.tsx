import { useLocale, useTranslations } from "next-intl";
import { StatTile } from "@/components/ui/stat-tile";
import type { ClaimSumDto } from "@/contracts/claim-views";
import { formatAmount } from "@/core/money/format-money";

/** What is owed in all, per currency, and the part of it that should have come. */
export function ClaimSums({ sums }: { sums: readonly ClaimSumDto[] }) {
  const t = useTranslations("suspense");
  const locale = useLocale();
  if (sums.length === 0) return null;
  const say = (minor: string, asset: string) => `${formatAmount(BigInt(minor), asset, locale)} ${asset}`;
  return (
    <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
      {sums.flatMap(({ asset, outstandingMinor, overdueMinor, count }) => [
        <StatTile
          key={`${asset} owed`}
          label={t("claims.owed")}
          value={say(outstandingMinor, asset)}
          note={t("claims.count", { count })}
          href="/suspense/claims"
        />,
        <StatTile
          key={`${asset} overdue`}
          label={t("claims.overdueSum")}
          value={say(overdueMinor, asset)}
          note={t(overdueMinor === "0" ? "claims.nothingOverdue" : "claims.askAgain")}
          tone={overdueMinor === "0" ? "success" : "danger"}
          href="/suspense/claims?show=overdue"
        />,
      ])}
    </div>
  );
}
