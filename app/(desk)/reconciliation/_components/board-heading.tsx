import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { BoardSpan } from "@/components/batch/day-board";
import { buttonVariants } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import type { BoardDto } from "@/contracts/reconciliation-views";
import { addDays } from "@/core/calendar/settlement-day";

/** What the board shows, and the way to the fourteen days before and after. */
export function BoardHeading({ id, board }: { id: string; board: BoardDto }) {
  const t = useTranslations("reconciliation");
  const last = board.days.at(-1);
  const step = cn(buttonVariants({ variant: "ghost", size: "sm" }), "px-1.5");
  return (
    <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1">
      <h2 id={id} className="font-semibold text-base">
        {t("board.title")}
      </h2>
      <BoardSpan board={board} />
      <span className="flex-1" />
      {last ? (
        <nav aria-label={t("board.title")} className="flex gap-1">
          <Link
            href={`/reconciliation?through=${addDays(last, -board.days.length)}`}
            aria-label={t("board.earlier")}
            title={t("board.earlier")}
            className={step}
          >
            <ChevronLeft aria-hidden />
          </Link>
          <Link
            href={`/reconciliation?through=${addDays(last, board.days.length)}`}
            aria-label={t("board.later")}
            title={t("board.later")}
            className={step}
          >
            <ChevronRight aria-hidden />
          </Link>
        </nav>
      ) : null}
    </div>
  );
}
