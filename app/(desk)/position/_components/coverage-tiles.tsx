import { useLocale, useTranslations } from "next-intl";
import { formatRatio } from "@/components/position/format-ratio";
import { StatTile } from "@/components/ui/stat-tile";
import type { CoverageDto } from "@/contracts/position-views";
import { formatAmount } from "@/core/money/format-money";

/** The ratio and its three figures, each leading to the accounts that it is made of. */
export function CoverageTiles({ coverage }: { coverage: CoverageDto }) {
  const t = useTranslations("position");
  const locale = useLocale();
  const { asset, ratioBps, isCovered } = coverage;
  const amount = (minor: string) => formatAmount(BigInt(minor), asset, locale);
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <StatTile
        label={t("ratio")}
        value={ratioBps === null ? "—" : formatRatio(ratioBps, locale)}
        href={`#held-${asset}`}
        note={t(isCovered ? "tile.covered" : "tile.short")}
        tone={isCovered ? "success" : "danger"}
      />
      <StatTile
        label={t("held")}
        value={amount(coverage.heldMinor)}
        href={`#held-${asset}`}
        note={t("tile.inAsset", { asset })}
      />
      <StatTile
        label={t("owed")}
        value={amount(coverage.owedMinor)}
        href={`#owed-${asset}`}
        note={t("tile.inAsset", { asset })}
      />
      <StatTile
        label={t(isCovered ? "surplus" : "shortfall")}
        value={amount(coverage.surplusMinor)}
        href={`#owed-${asset}`}
        note={t("tile.inAsset", { asset })}
      />
    </div>
  );
}
