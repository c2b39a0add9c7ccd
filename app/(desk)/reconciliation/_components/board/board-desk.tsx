"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { BoardLegend } from "@/components/batch/day-board";
import { RunBatchDialog } from "@/components/batch/run-batch-dialog";
import type { RunBatchActions } from "@/components/batch/use-run-batch";
import { cn } from "@/components/ui/cn";
import { notify } from "@/components/ui/toast";
import { BOARD_MEASURES, type BoardDto } from "@/contracts/board-views";
import type { BatchReportDto } from "@/contracts/reconciliation-views";
import { BoardTable } from "./board-table";
import { BoardToolbar } from "./board-toolbar";
import { DayPanel } from "./day-panel";
import { RunAllBar } from "./run-all-bar";
import { useBoard } from "./use-board";
import { useBoardKeys } from "./use-board-keys";
import { useRunAll } from "./use-run-all";

type BoardDeskProps = {
  initial: BoardDto;
  channels: readonly { code: string; name: string }[];
  mayRun: boolean;
  actions: RunBatchActions;
};

/** The day board at work: the address holds what is counted, the open day and the day that is about to be run. */
export function BoardDesk({ initial, channels, mayRun, actions }: BoardDeskProps) {
  const t = useTranslations("reconciliation");
  const router = useRouter();
  const { board: loaded, refresh } = useBoard(initial);
  const [measure, setMeasure] = useQueryState("count", parseAsStringLiteral(BOARD_MEASURES).withDefault("broken"));
  const [openCell, setOpenCell] = useQueryState("cell", parseAsString);
  const [asked, setAsked] = useQueryState("run", parseAsString);
  const all = useRunAll(actions.run, refresh);
  const board = withRunning(loaded, all.running);
  const openRun = mayRun ? (cell: string) => void setAsked(cell) : null;
  const keys = useBoardKeys({ board, openCell, onOpen: (cell) => void setOpenCell(cell), onRun: openRun });
  const ran = (report: BatchReportDto) => {
    refresh();
    void setOpenCell(`${report.channel}:${report.date}`);
    notify.success(t("run.done", { batchNo: report.batchNo }), {
      action: { label: t("day.openProof"), run: () => router.push(`/reconciliation/${report.batchNo}`) },
    });
  };
  return (
    <section aria-labelledby="board" className="flex flex-col gap-2">
      <BoardToolbar
        id="board"
        board={board}
        measure={measure}
        onMeasure={(next) => void setMeasure(next)}
        onRunAll={mayRun ? () => void all.start(board.toRun) : null}
        isRunning={all.running !== null}
      />
      <RunAllBar all={all} />
      <div
        className={cn(
          "overflow-hidden rounded-lg border border-line bg-surface shadow-card",
          // The panel would lie over the newest days; the board makes room and scrolls instead.
          openCell !== null && "lg:mr-108",
        )}
      >
        <BoardTable
          board={board}
          measure={measure}
          place={keys.place}
          openCell={openCell}
          onPlace={keys.setPlace}
          onOpen={(cell) => void setOpenCell(cell)}
          onKeyDown={keys.onKeyDown}
          onFocusChange={keys.setInside}
        />
        <BoardLegend hint={t(mayRun ? "board.keysWithRun" : "board.keys")} />
      </div>
      <DayPanel cell={openCell} onClose={() => void setOpenCell(null)} onRun={openRun} />
      <RunBatchDialog
        channels={channels}
        day={asked === null ? null : readDay(asked)}
        onClose={() => setAsked(null)}
        onRan={ran}
        actions={actions}
      />
    </section>
  );
}

/** A day that this page runs shows it at once, before the server is asked again. */
function withRunning(board: BoardDto, running: string | null): BoardDto {
  if (running === null) return board;
  return {
    ...board,
    channels: board.channels.map((channel) => ({
      ...channel,
      cells: channel.cells.map((cell) =>
        `${channel.code}:${cell.on}` === running ? { ...cell, state: "RUNNING" as const } : cell,
      ),
    })),
  };
}

function readDay(asked: string): { channel: string; date: string } {
  const [channel = "", date = ""] = asked.split(":", 2);
  return { channel, date };
}
