import type { BoardDto } from "@/contracts/board-views";
import { addDays } from "@/core/calendar/settlement-day";

/** The addresses of the days before and after those of the board, of its month as a whole, and of its last fourteen days. */
export function boardSteps({
  month,
  days,
  today,
}: BoardDto): Record<"earlier" | "later" | "now" | "month" | "fortnight", string> {
  const last = days.at(-1) ?? today;
  const of = (search: Record<string, string>) => `/reconciliation?${new URLSearchParams(search)}`;
  const fortnight = of({ through: last < today ? last : today });
  if (month === null) {
    return {
      earlier: of({ through: addDays(last, -days.length) }),
      later: of({ through: addDays(last, days.length) }),
      now: "/reconciliation",
      month: of({ month: last.slice(0, 7) }),
      fortnight,
    };
  }
  return {
    earlier: of({ month: addDays(`${month}-01`, -1).slice(0, 7) }),
    later: of({ month: addDays(last, 1).slice(0, 7) }),
    now: of({ month: today.slice(0, 7) }),
    month: of({ month }),
    fortnight,
  };
}
