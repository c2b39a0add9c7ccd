import { addDays } from "@/core/calendar/settlement-day";
import { accept, type Refusal, type Result, refuse } from "@/core/result";

/** What the book says about its days. `firstDay` is the first day that has a voucher, null for an empty book. */
export type DayFacts = { readonly closedThrough: string; readonly firstDay: string | null };

export type CloseDayRefusal = Refusal<"book_empty" | "day_closed_already" | "day_not_over" | "day_not_next">;
export type ReopenDayRefusal = Refusal<"book_empty" | "day_not_closed" | "day_before_book">;

/** The day that is closed next: the one after the last closed day, or the first of the book. Null for an empty book. */
export function nextDayToClose({ closedThrough, firstDay }: DayFacts): string | null {
  if (firstDay === null) return null;
  const after = addDays(closedThrough, 1);
  return after < firstDay ? firstDay : after;
}

/** Days are closed one after the other, each when it is over: `today` is the accounting day that it is now. */
export function decideCloseDay(day: string, today: string, facts: DayFacts): Result<null, CloseDayRefusal> {
  const next = nextDayToClose(facts);
  if (next === null) return refuse("book_empty", "Nothing has been posted yet, so there is no day to close.");
  if (day < next) {
    return refuse("day_closed_already", `${day} is closed already; the next day to close is ${next}.`, { day, next });
  }
  if (day >= today) {
    return refuse("day_not_over", `${day} is not over yet; it can be closed from ${addDays(day, 1)} on.`, {
      day,
      from: addDays(day, 1),
    });
  }
  if (day > next) {
    return refuse("day_not_next", `${next} comes before ${day} and is still open. Close it first.`, { day, next });
  }
  return accept(null);
}

/** What opens again: `day` and every closed day after it, since a day can be open only while all later ones are. */
export function decideReopenDay(day: string, facts: DayFacts): Result<{ days: string[] }, ReopenDayRefusal> {
  const { closedThrough, firstDay } = facts;
  if (firstDay === null) return refuse("book_empty", "Nothing has been posted yet, so no day has been closed.");
  if (day > closedThrough)
    return refuse("day_not_closed", `${day} is not closed; there is nothing to reopen.`, { day });
  if (day < firstDay) {
    return refuse("day_before_book", `The book begins on ${firstDay}; ${day} was never open.`, { day, firstDay });
  }
  const days: string[] = [];
  for (let each = day; each <= closedThrough; each = addDays(each, 1)) days.push(each);
  return accept({ days });
}
