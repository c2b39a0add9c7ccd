"use client";

import { useLocale, useTranslations } from "next-intl";
import type { KeyboardEvent } from "react";
import { compactNumber } from "@/components/charts/values";
import { cn } from "@/components/ui/cn";
import { ScrollRegion } from "@/components/ui/scroll-region";
import type { BoardDto, BoardMeasure } from "@/contracts/board-views";
import { BoardCell } from "./board-cell";

/** Which cell the keyboard is on: row and column of the board. */
export type BoardPlace = { readonly row: number; readonly column: number };

type BoardTableProps = {
  board: BoardDto;
  measure: BoardMeasure;
  place: BoardPlace;
  /** `channel:day` of the panel that is open beside the board. */
  openCell: string | null;
  onPlace: (place: BoardPlace) => void;
  onOpen: (cell: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onFocusChange: (isInside: boolean) => void;
};

/** Channels × days as a grid: Tab comes to one cell, arrows move. */
export function BoardTable(props: BoardTableProps) {
  const { board, measure, place, openCell, onPlace, onOpen, onKeyDown, onFocusChange } = props;
  const t = useTranslations("reconciliation");
  return (
    <ScrollRegion label={t("board.caption")} className="rounded-b-none">
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid of days is a table with keys
        role="grid"
        aria-label={t("board.caption")}
        onKeyDown={onKeyDown}
        onFocus={() => onFocusChange(true)}
        onBlur={(event) => onFocusChange(event.currentTarget.contains(event.relatedTarget))}
        className="w-full border-collapse text-sm"
      >
        <thead>
          <tr className="border-line border-b">
            <th scope="col" className="sticky left-0 z-10 h-9 bg-surface px-4 text-left font-medium text-muted text-xs">
              {t("board.channel")}
            </th>
            {board.days.map((on) => (
              <DayHead key={on} on={on} isToday={on === board.today} />
            ))}
          </tr>
        </thead>
        <tbody>
          {board.channels.map((channel, row) => (
            <tr key={channel.code} className="border-line border-b">
              <th scope="row" className="sticky left-0 z-10 whitespace-nowrap bg-surface px-4 text-left font-normal">
                {channel.name}
              </th>
              {channel.cells.map((cell, column) => {
                const name = `${channel.code}:${cell.on}`;
                return (
                  <BoardCell
                    key={cell.on}
                    cell={cell}
                    channel={channel}
                    measure={measure}
                    isReachable={place.row === row && place.column === column}
                    isOpen={openCell === name}
                    onOpen={() => onOpen(name)}
                    onFocus={() => onPlace({ row, column })}
                  />
                );
              })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <Totals board={board} measure={measure} />
        </tfoot>
      </table>
    </ScrollRegion>
  );
}

function DayHead({ on, isToday }: { on: string; isToday: boolean }) {
  const t = useTranslations("reconciliation");
  const locale = useLocale();
  const day = new Date(`${on}T00:00:00Z`);
  const weekday = new Intl.DateTimeFormat(locale, { weekday: "narrow", timeZone: "UTC" }).format(day);
  const isWeekend = day.getUTCDay() % 6 === 0;
  return (
    <th
      scope="col"
      aria-current={isToday ? "date" : undefined}
      title={isToday ? t("board.today") : undefined}
      className={cn(
        "tabular px-1 text-center font-medium text-muted text-xs",
        isWeekend && "bg-sunken/60",
        isToday && "text-accent shadow-[inset_0_-2px_var(--accent)]",
      )}
    >
      <time dateTime={on} className="block whitespace-nowrap leading-4">
        {on.slice(5)}
      </time>
      <span aria-hidden className="block font-normal text-2xs leading-3">
        {weekday}
      </span>
    </th>
  );
}

/** How much of what the board counts there is on each day, over all channels. */
function Totals({ board, measure }: { board: BoardDto; measure: BoardMeasure }) {
  const t = useTranslations("reconciliation");
  const locale = useLocale();
  const compact = compactNumber(locale);
  return (
    <tr className="bg-sunken/60 text-xs">
      <th scope="row" className="sticky left-0 z-10 h-8 whitespace-nowrap bg-sunken px-4 text-left font-medium">
        {t(`board.total.${measure}`)}
      </th>
      {board.days.map((on, column) => {
        const count = board.channels.reduce((sum, { cells }) => sum + (cells[column]?.[measure].count ?? 0), 0);
        return (
          <td key={on} className="tabular text-center font-medium">
            {count > 0 ? compact(count) : null}
          </td>
        );
      })}
    </tr>
  );
}
