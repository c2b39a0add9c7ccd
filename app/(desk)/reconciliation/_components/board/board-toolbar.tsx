import { ChevronLeft, ChevronRight, PlayCircle } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Button, ButtonLink, buttonVariants } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { BOARD_MEASURES, type BoardDto, type BoardMeasure } from "@/contracts/board-views";
import { boardSteps } from "./board-steps";

type BoardToolbarProps = {
  id: string;
  board: BoardDto;
  measure: BoardMeasure;
  onMeasure: (measure: BoardMeasure) => void;
  /** Null where the reader may not run anything. */
  onRunAll: (() => void) | null;
  isRunning: boolean;
};

/** Which days, what is counted, and the one press that brings everything up to date. */
export function BoardToolbar({ id, board, measure, onMeasure, onRunAll, isRunning }: BoardToolbarProps) {
  const t = useTranslations("reconciliation");
  const steps = boardSteps(board);
  const isMonth = board.month !== null;
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2">
      <h2 id={id} className="min-w-44 font-semibold text-base">
        <BoardTitle board={board} />
      </h2>
      <nav aria-label={t("board.span")} className="flex items-center gap-1">
        <Step href={steps.earlier} label={t(isMonth ? "board.earlierMonth" : "board.earlier")} keys="[">
          <ChevronLeft aria-hidden />
        </Step>
        <ButtonLink href={steps.now} size="sm" variant="ghost" scroll={false}>
          {t("board.now")}
        </ButtonLink>
        <Step href={steps.later} label={t(isMonth ? "board.laterMonth" : "board.later")} keys="]">
          <ChevronRight aria-hidden />
        </Step>
      </nav>
      <Choices label={t("board.span")}>
        <Choice href={steps.fortnight} isChosen={!isMonth}>
          {t("board.fortnight")}
        </Choice>
        <Choice href={steps.month} isChosen={isMonth}>
          {t("board.month")}
        </Choice>
      </Choices>
      <span className="flex-1" />
      <fieldset className="flex rounded-md border border-line-strong/60 bg-surface p-0.5">
        <legend className="sr-only">{t("board.measure")}</legend>
        {BOARD_MEASURES.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={measure === each}
            onClick={() => onMeasure(each)}
            className={cn(CHOICE, measure === each ? CHOSEN : "text-muted hover:text-ink")}
          >
            {t(`board.show.${each}`)}
          </button>
        ))}
      </fieldset>
      {onRunAll ? (
        <Button
          variant={board.toRun.length > 0 ? "primary" : "secondary"}
          disabled={board.toRun.length === 0}
          pending={isRunning}
          onClick={onRunAll}
        >
          <PlayCircle aria-hidden />
          {t("all.start", { count: board.toRun.length })}
        </Button>
      ) : null}
    </div>
  );
}

const CHOICE = "inline-flex h-6.5 items-center rounded-sm px-2 text-xs font-medium";
const CHOSEN = "bg-accent-soft text-accent";

function Choices({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <nav aria-label={label} className="flex rounded-md border border-line-strong/60 bg-surface p-0.5">
      {children}
    </nav>
  );
}

function Choice({ href, isChosen, children }: { href: string; isChosen: boolean; children: React.ReactNode }) {
  return (
    <Link
      href={href}
      scroll={false}
      aria-current={isChosen ? "true" : undefined}
      className={cn(CHOICE, isChosen ? CHOSEN : "text-muted hover:text-ink")}
    >
      {children}
    </Link>
  );
}

type StepProps = { href: string; label: string; keys: string; children: React.ReactNode };

function Step({ href, label, keys, children }: StepProps) {
  return (
    <Link
      href={href}
      scroll={false}
      aria-label={label}
      title={`${label} (${keys})`}
      className={cn(buttonVariants({ variant: "ghost", size: "sm" }), "px-1.5")}
    >
      {children}
    </Link>
  );
}

/** "November 2026", or the first and the last of the days. */
function BoardTitle({ board: { month, days } }: { board: BoardDto }) {
  const locale = useLocale();
  const [first = "", last = ""] = [days[0], days.at(-1)];
  if (month === null) return <span className="tabular">{`${first} – ${last}`}</span>;
  const at = new Date(`${first}T00:00:00Z`);
  return new Intl.DateTimeFormat(locale, { year: "numeric", month: "long", timeZone: "UTC" }).format(at);
}
