import { useFormatter, useLocale, useTranslations } from "next-intl";
import { formatRatio } from "@/components/position/format-ratio";
import type { Tone } from "@/components/ui/badge";
import { StatTile } from "@/components/ui/stat-tile";
import type { HomeDto } from "@/contracts/home-views";
import type { CoverageDto } from "@/contracts/position-views";

type Tile = { key: string; value: string; href: string; tone: Tone; asset?: string };

/** The numbers that this person acts on, the most urgent first; each leads to exactly the rows behind it. */
export function HomeTiles({ home }: { home: HomeDto }) {
  const t = useTranslations("home");
  const tiles = useTiles(home);
  return (
    <div className="grid grid-cols-2 gap-3 md:grid-cols-4">
      {tiles.map(({ key, value, href, tone, asset = "" }) => (
        <StatTile
          key={key}
          label={t(`tile.${key}.label`)}
          value={value}
          href={href}
          note={t(tone === "neutral" || tone === "success" ? `tile.${key}.calm` : `tile.${key}.act`, { asset })}
          tone={tone}
        />
      ))}
    </div>
  );
}

function useTiles({ approvals, queue, days, coverages, proof, inDoubt, moneyOut, setUp }: HomeDto): Tile[] {
  const format = useFormatter();
  const locale = useLocale();
  const counted = (key: string, count: number, href: string, tone: Tone): Tile => ({
    key,
    value: format.number(count),
    href,
    tone: count === 0 && tone !== "neutral" ? "success" : tone,
  });
  const tiles: Tile[] = [];
  if (approvals?.maySign) tiles.push(counted("toSign", approvals.me, "/approvals?tab=me", "warning"));
  if (queue) {
    const old = queue.bands.filter(({ band }) => band === "8-30" || band === ">30");
    const oldCount = old.reduce((sum, { short, long }) => sum + short.count + long.count, 0);
    if (queue.mayWork) tiles.push(counted("mine", queue.mine, "/suspense?status=mine", "info"));
    tiles.push(
      counted("unassigned", queue.unassigned, "/suspense?status=unassigned", "info"),
      counted("old", oldCount, `/suspense?age=${encodeURIComponent(">7")}`, "warning"),
    );
  }
  if (approvals && !approvals.maySign) tiles.push(counted("waiting", approvals.all, "/approvals?tab=all", "neutral"));
  if (days) {
    tiles.push(
      counted("missing", days.missing, "#days", "danger"),
      counted("unreconciled", days.unreconciled, "/statements?state=unreconciled", "warning"),
    );
  }
  const coverage = worstOf(coverages ?? []);
  if (coverage && coverage.ratioBps !== null) {
    const { asset, ratioBps, isCovered, unexplainedMinor } = coverage;
    const tone = isCovered ? "success" : unexplainedMinor === "0" ? "warning" : "danger";
    tiles.push({ key: "coverage", value: formatRatio(ratioBps, locale), href: `/position#${asset}`, tone, asset });
  }
  if (proof?.last) {
    const { checks } = proof.last;
    // What fails now, where an alarm stands; it may have come up after the last full proof.
    const failed = proof.alarm?.failed.length ?? 0;
    const value = `${format.number(checks.length - failed)} / ${format.number(checks.length)}`;
    tiles.push({ key: "proofs", value, href: "#books", tone: failed > 0 ? "danger" : "success" });
  }
  if (moneyOut) {
    tiles.push(
      counted("payoutsInDoubt", moneyOut.payoutsInDoubt, "/payouts?show=doubt", "warning"),
      counted("payoutsAgain", moneyOut.payoutsAgain, "/payouts?show=again", "warning"),
      counted("refundsInDoubt", moneyOut.refundsInDoubt, "/refunds?doubt=1", "warning"),
      counted("moneyCases", moneyOut.openCases, "/money-out?cases=open", "danger"),
    );
  }
  if (inDoubt && !queue) {
    tiles.push(counted("unknownOrders", inDoubt.orders, "/orders?status=UNKNOWN", "warning"));
  }
  if (setUp) {
    tiles.push(
      counted("users", setUp.users, "/users", "neutral"),
      counted("channels", setUp.channels, "/channels", "neutral"),
      counted("merchants", setUp.merchants, "/merchants", "neutral"),
    );
  }
  return tiles;
}

/** One tile stands for all assets: the main one must not look well while another is not covered. */
function worstOf(coverages: readonly CoverageDto[]): CoverageDto | undefined {
  return coverages.find(({ ratioBps, isCovered }) => ratioBps !== null && !isCovered) ?? coverages[0];
}
