"use client";

import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { BoardDto, DayDto } from "@/contracts/board-views";

/** While something runs the board looks again this often; otherwise when somebody comes back to it. */
const RUNNING_MS = 3_000;
const RESTING_MS = 60_000;

/** The board as the page brought it, and as it becomes while runs go on. */
export function useBoard(initial: BoardDto) {
  const client = useQueryClient();
  const search = initial.month ? `month=${initial.month}` : `through=${initial.days.at(-1) ?? initial.today}`;
  useEffect(() => {
    client.setQueryData(["board", search], initial);
  }, [client, search, initial]);
  const query = useQuery({
    queryKey: ["board", search],
    queryFn: ({ signal }) => readJson<BoardDto>(`/api/board?${search}`, signal),
    initialData: initial,
    refetchInterval: ({ state }) => (state.data && isRunning(state.data) ? RUNNING_MS : RESTING_MS),
  });
  const refresh = () => {
    void client.invalidateQueries({ queryKey: ["board"] });
    void client.invalidateQueries({ queryKey: ["board-day"] });
  };
  return { board: query.data, refresh };
}

/** One channel's day for the panel, by `channel:day`. */
export function boardDayOptions(cell: string) {
  const [channel = "", on = ""] = cell.split(":", 2);
  return queryOptions({
    queryKey: ["board-day", cell] as const,
    queryFn: ({ signal }) => readJson<DayDto>(`/api/board/${encodeURIComponent(channel)}/${on}`, signal),
  });
}

function isRunning(board: BoardDto): boolean {
  return board.channels.some(({ cells }) => cells.some(({ state }) => state === "RUNNING"));
}

async function readJson<T>(url: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  // The route's own types made this; both ends are the same build.
  return (await response.json()) as T;
}
