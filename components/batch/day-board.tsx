import Link from "next/link";
import { useTranslations } from "next-intl";
import { Day } from "@/components/money/date-time";
import { cn } from "@/components/ui/cn";
import { LookLegend } from "@/components/ui/look-legend";
import { type BoardCellDto, type BoardDto, DAY_STATES } from "@/contracts/board-views";
import { ChannelDaysTable } from "./channel-days-table";
import { DAY_LOOKS } from "./day-look";

/** Every channel's last days at a glance; a cell leads to what is to be done there. */
export function DayBoard({ board, mayRun }: { board: BoardDto; mayRun: boolean }) {
  const t = useTranslations("reconciliation");
  return (
    <div className="rounded-lg border border-line bg-surface shadow-card">
      <ChannelDaysTable
        caption={t("board.caption")}
        channelHead={t("board.channel")}
        days={board.days}
        channels={board.channels}
        renderCell={(cell, { code, name }) => <DayCell cell={cell} code={code} name={name} mayRun={mayRun} />}
      />
      <BoardLegend />
    </div>
  );
}

function DayCell({ cell, code, name, mayRun }: { cell: BoardCellDto; code: string; name: string; mayRun: boolean }) {
  const t = useTranslations("reconciliation");
  const { icon: Icon, className } = DAY_LOOKS[cell.state];
  const label = t("board.cell", { channel: name, on: cell.on, state: t(`board.state.${cell.state}`) });
  const href = hrefOf(cell, code, mayRun);
  const content = (
    <>
      <Icon aria-hidden className="size-4" strokeWidth={2} />
      {cell.broken.count > 0 ? <span className="tabular text-xs">{cell.broken.count}</span> : null}
    </>
  );
  const look = cn("flex h-7 min-w-10 items-center justify-center gap-1 rounded-md", className);
  if (href === null) {
    return (
      <span role="img" aria-label={label} title={label} className={look}>
        {content}
      </span>
    );
  }
  const full = cell.broken.count > 0 ? `${label}, ${t("board.broken", { count: cell.broken.count })}` : label;
  return (
    <Link href={href} aria-label={full} title={full} className={cn(look, "hover:outline hover:outline-line-strong")}>
      {content}
    </Link>
  );
}

/** The proof where there is one; else the run, the statement, or the way in. */
function hrefOf(cell: BoardCellDto, code: string, mayRun: boolean): string | null {
  const run = `/reconciliation?run=${code}:${cell.on}`;
  if (cell.state === "OUTDATED" && mayRun) return run;
  if (cell.batchNo) return `/reconciliation/${cell.batchNo}`;
  if (cell.statementNo) return mayRun ? run : `/statements/${cell.statementNo}`;
  return cell.state === "LATE" || cell.state === "DUE" ? "/statements" : null;
}

/** What the shapes mean. */
export function BoardLegend({ hint }: { hint?: string | undefined }) {
  const t = useTranslations("reconciliation");
  const looks = DAY_STATES.map((state) => ({ key: state, ...DAY_LOOKS[state], label: t(`board.state.${state}`) }));
  return <LookLegend looks={looks} hint={hint} />;
}

/** The days that the board covers, for its heading. */
export function BoardSpan({ board }: { board: BoardDto }) {
  const [first] = board.days;
  const last = board.days.at(-1);
  if (!first || !last) return null;
  return (
    <span className="tabular text-muted text-sm">
      <Day on={first} /> – <Day on={last} />
    </span>
  );
}
