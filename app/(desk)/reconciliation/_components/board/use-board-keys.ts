"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useState } from "react";
import { useShortcut } from "@/components/shell/use-shortcut";
import type { BoardDto } from "@/contracts/board-views";
import { boardSteps } from "./board-steps";
import type { BoardPlace } from "./board-table";

type BoardKeys = {
  board: BoardDto;
  openCell: string | null;
  onOpen: (cell: string) => void;
  /** Asks to run the day; null where the reader may not. */
  onRun: ((cell: string) => void) | null;
};

const MOVES: Record<string, (at: BoardPlace, last: BoardPlace) => BoardPlace> = {
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  Home: ({ row }) => ({ row, column: 0 }),
  End: ({ row }, last) => ({ row, column: last.column }),
};

/** Arrows, Home and End move through the days, R runs one, brackets and the page keys go to other days. */
export function useBoardKeys({ board, openCell, onOpen, onRun }: BoardKeys) {
  const router = useRouter();
  const last = { row: board.channels.length - 1, column: board.days.length - 1 };
  const [wanted, setWanted] = useState<BoardPlace>(() => placeToStart(board));
  const [isInside, setInside] = useState(false);
  const place = { row: Math.min(wanted.row, last.row), column: Math.min(wanted.column, last.column) };
  const nameOf = ({ row, column }: BoardPlace) => `${board.channels[row]?.code}:${board.days[column]}`;
  const steps = boardSteps(board);
  useShortcut("runDay", () => onRun?.(nameOf(place)), { enabled: onRun !== null && (isInside || openCell !== null) });
  useShortcut("earlierDays", () => router.push(steps.earlier));
  useShortcut("laterDays", () => router.push(steps.later));

  // A month is wider than the page, and an open panel makes the board narrower: the day in question stays in sight.
  const inSight = openCell ?? nameOf(placeToStart(board));
  useEffect(() => {
    const cell = cellOf(inSight);
    const region = cell?.closest("table")?.parentElement;
    if (cell && region) region.scrollLeft = cell.offsetLeft - region.clientWidth / 2;
  }, [inSight]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "PageUp" || event.key === "PageDown") {
      event.preventDefault();
      router.push(event.key === "PageUp" ? steps.earlier : steps.later);
      return;
    }
    const next = MOVES[event.key]?.(placeOf(event.target, board) ?? place, last);
    if (!next) return;
    event.preventDefault();
    if (next.row < 0 || next.column < 0 || next.row > last.row || next.column > last.column) return;
    setWanted(next);
    cellOf(nameOf(next))?.focus();
    if (openCell !== null) onOpen(nameOf(next));
  };
  return { place, setPlace: setWanted, onKeyDown, setInside };
}

/** Where there is something to do first, else the last day. */
function placeToStart(board: BoardDto): BoardPlace {
  const [first] = board.toRun;
  const row = board.channels.findIndex(({ code }) => code === first?.channel);
  const column = board.days.indexOf(first?.on ?? "");
  return row >= 0 && column >= 0 ? { row, column } : { row: 0, column: Math.max(0, board.days.indexOf(board.today)) };
}

/** The place of the cell that has the focus: it may have got it before this page was listening. */
function placeOf(target: EventTarget, { channels, days }: BoardDto): BoardPlace | null {
  const name = target instanceof HTMLElement ? target.closest<HTMLElement>("[data-cell]")?.dataset.cell : undefined;
  const [code, on] = name?.split(":") ?? [];
  const row = channels.findIndex((channel) => channel.code === code);
  const column = days.indexOf(on ?? "");
  return row >= 0 && column >= 0 ? { row, column } : null;
}

function cellOf(name: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-cell="${CSS.escape(name)}"]`);
}
