"use client";

import { useQuery } from "@tanstack/react-query";
import { FileInput, Play, Scale } from "lucide-react";
import { useTranslations } from "next-intl";
import { DAY_LOOKS } from "@/components/batch/day-look";
import { Day } from "@/components/money/date-time";
import { Alert } from "@/components/ui/alert";
import { StatusBadge } from "@/components/ui/badge";
import { Button, ButtonLink } from "@/components/ui/button";
import { PeekPanel } from "@/components/ui/peek-panel";
import { Skeleton } from "@/components/ui/skeleton";
import type { DayDto } from "@/contracts/board-views";
import { DayBatch } from "./day-batch";
import { DayBreaks } from "./day-breaks";
import { DayStatements } from "./day-statements";
import { boardDayOptions } from "./use-board";

type DayPanelProps = {
  /** `channel:day`, or null while nothing is open. */
  cell: string | null;
  onClose: () => void;
  onRun: ((cell: string) => void) | null;
};

/** One channel's day beside the board, which keeps the focus: arrows go on, R runs, Escape closes. */
export function DayPanel({ cell, onClose, onRun }: DayPanelProps) {
  const t = useTranslations("reconciliation");
  const query = useQuery({ ...boardDayOptions(cell ?? ""), enabled: cell !== null });
  const day = query.data ?? null;
  return (
    <PeekPanel
      open={cell !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={day ? day.channelName : (cell?.split(":")[0] ?? "")}
      description={
        day ? (
          <span className="flex flex-wrap items-center gap-2 pt-1">
            <Day on={day.cell.on} className="tabular" />
            <DayStateBadge day={day} />
          </span>
        ) : null
      }
      keepFocus
      width="md"
      footer={day && cell ? <DayActions day={day} onRun={onRun ? () => onRun(cell) : null} /> : null}
    >
      {query.isError ? <Alert tone="danger" urgent title={t("day.failed")} /> : null}
      {query.isPending ? <Skeleton className="h-40 w-full" /> : null}
      {day ? (
        <div className="flex flex-col gap-section">
          <DaySaying day={day} />
          <DayBatch day={day} />
          <DayBreaks day={day} />
          <DayStatements day={day} />
        </div>
      ) : null}
    </PeekPanel>
  );
}

function DayStateBadge({ day }: { day: DayDto }) {
  const t = useTranslations("reconciliation");
  const { icon, tone } = DAY_LOOKS[day.cell.state];
  return (
    <StatusBadge tone={tone} icon={icon}>
      {t(`board.state.${day.cell.state}`)}
    </StatusBadge>
  );
}

/** What the state means for this day, and what is to be done about it. */
function DaySaying({ day }: { day: DayDto }) {
  const t = useTranslations("reconciliation");
  const { state } = day.cell;
  const tone = DAY_LOOKS[state].tone;
  return (
    <Alert tone={tone === "info" ? "neutral" : tone} title={t(`day.saying.${state}`)}>
      {state === "DUE" || state === "LATE" || state === "NOT_DUE" ? t("day.dueOn", { on: day.dueOn }) : null}
    </Alert>
  );
}

function DayActions({ day, onRun }: { day: DayDto; onRun: (() => void) | null }) {
  const t = useTranslations("reconciliation");
  const { cell, batch } = day;
  const isToRun = cell.state === "TO_RUN" || cell.state === "OUTDATED";
  return (
    <>
      {cell.statementNo === null ? (
        <ButtonLink href="/statements">
          <FileInput aria-hidden />
          {t("day.import")}
        </ButtonLink>
      ) : null}
      {onRun && cell.statementNo !== null ? (
        <Button variant={isToRun ? "primary" : "secondary"} disabled={cell.state === "RUNNING"} onClick={onRun}>
          <Play aria-hidden />
          {t(batch ? "day.runAgain" : "day.run")}
        </Button>
      ) : null}
      {batch ? (
        <ButtonLink variant={isToRun ? "secondary" : "primary"} href={`/reconciliation/${batch.batchNo}`}>
          <Scale aria-hidden />
          {t("day.openProof")}
        </ButtonLink>
      ) : null}
    </>
  );
}
