import { useLocale, useTranslations } from "next-intl";
import { DAY_LOOKS } from "@/components/batch/day-look";
import { amountValue, compactNumber } from "@/components/charts/values";
import { cn } from "@/components/ui/cn";
import type { BoardCellDto, BoardMeasure, CountedDto } from "@/contracts/board-views";
import { formatAmount } from "@/core/money/format-money";

type BoardCellProps = {
  cell: BoardCellDto;
  channel: { code: string; name: string };
  measure: BoardMeasure;
  /** The one cell that Tab reaches; arrows move it. */
  isReachable: boolean;
  isOpen: boolean;
  onOpen: () => void;
  onFocus: () => void;
};

/** One channel's day: its state as a shape, and how much there is of what the board counts. */
export function BoardCell({ cell, channel, measure, isReachable, isOpen, onOpen, onFocus }: BoardCellProps) {
  const { icon: Icon, className } = DAY_LOOKS[cell.state];
  const name = useCellName(cell, channel.name);
  const counted = cell[measure];
  return (
    <td className="p-0.5">
      <button
        type="button"
        tabIndex={isReachable ? 0 : -1}
        data-cell={`${channel.code}:${cell.on}`}
        aria-label={name}
        title={name}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={onOpen}
        onFocus={onFocus}
        className={cn(
          "flex h-11 w-full min-w-13 flex-col items-center justify-center rounded-md leading-4 hover:outline hover:outline-line-strong",
          className,
          isOpen && "outline-2 outline-focus",
        )}
      >
        <span className="flex items-center gap-1 text-xs [&>svg]:size-4">
          <Icon aria-hidden strokeWidth={2} />
          {counted.count > 0 ? <Count count={counted.count} /> : null}
        </span>
        {counted.count > 0 ? <CompactSum counted={counted} /> : null}
      </button>
    </td>
  );
}

function Count({ count }: { count: number }) {
  const locale = useLocale();
  return <span className="tabular font-medium">{compactNumber(locale)(count)}</span>;
}

/** The order of magnitude, a plus where other assets are beside it; the exact amounts are in the name and the panel. */
export function CompactSum({ counted: { sums } }: { counted: CountedDto }) {
  const locale = useLocale();
  const [first, ...others] = sums;
  if (!first) return null;
  return (
    <span className="tabular whitespace-nowrap text-2xs">
      {compactNumber(locale)(amountValue(first.amountMinor, first.asset, locale).size)}
      {others.length > 0 ? "+" : null}
    </span>
  );
}

function useCellName(cell: BoardCellDto, channelName: string): string {
  const t = useTranslations("reconciliation");
  const locale = useLocale();
  const parts = [t("board.cell", { channel: channelName, on: cell.on, state: t(`board.state.${cell.state}`) })];
  for (const measure of ["broken", "waiting", "lines"] as const) {
    const { count, sums } = cell[measure];
    if (count === 0) continue;
    const amounts = sums.map(
      ({ amountMinor, asset }) => `${formatAmount(BigInt(amountMinor), asset, locale)} ${asset}`,
    );
    parts.push(`${t(`board.${measure}`, { count })} (${amounts.join(" + ")})`);
  }
  return parts.join(", ");
}
