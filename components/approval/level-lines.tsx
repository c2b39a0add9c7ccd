import { useLocale, useTranslations } from "next-intl";
import { SeverityBadge } from "@/components/suspense/severity-badge";
import type { ServiceLevelTextDto } from "@/contracts/service-levels";
import { formatAmount } from "@/core/money/format-money";

/** Service levels, a line each: what it fits, how urgent that is, and in how many bank days it has to be settled. */
export function LevelLines({ levels }: { levels: readonly ServiceLevelTextDto[] }) {
  const t = useTranslations("approvals");
  const suspense = useTranslations("suspense");
  const enums = useTranslations("enums");
  const locale = useLocale();
  const scope = ({ channel, kind, direction, asset, fromMinor }: ServiceLevelTextDto) => {
    const parts = [
      channel,
      kind === null ? null : enums(`outcome.${kind}`),
      direction === null ? null : enums(`direction.${direction}`),
      asset !== null && fromMinor !== "0"
        ? suspense("level.from", { amount: `${formatAmount(BigInt(fromMinor), asset, locale)} ${asset}` })
        : asset,
    ].filter((part) => part !== null);
    return parts.length === 0 ? suspense("level.any") : parts.join(" · ");
  };
  if (levels.length === 0) return <span className="text-muted">{t("other.none")}</span>;
  return (
    <ul className="flex flex-col gap-1.5">
      {levels.map((level) => (
        <li
          key={`${level.channel} ${level.kind} ${level.direction} ${level.asset} ${level.fromMinor}`}
          className="flex flex-wrap items-center gap-x-2 gap-y-1"
        >
          <span className="tabular">{scope(level)}</span>
          <SeverityBadge severity={level.severity} />
          <span>{suspense("age", { days: level.bankDays })}</span>
        </li>
      ))}
    </ul>
  );
}
