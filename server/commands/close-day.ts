import "server-only";
import type { CloseDayInput } from "@/contracts/accounting-days";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { decideCloseDay } from "@/core/ledger/decide-day";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { closeThrough, lockDayFacts } from "@/server/store/accounting-days";

/**
 * Closes the next accounting day (日终关账): from then on nothing is dated into it. Postings under way are waited for and
 * still belong to it; later ones go into the first open day.
 */
export const closeDay = defineCommand<CloseDayInput, { date: string; vouchers: string }>({
  action: "day.close",
  permission: "day.close",
  object: ({ date }) => ({ type: "day", no: date }),
  toHashed: ({ date }) => ({ date }),
  // The first day that is kept asks what is dated after it, which may be a long book; every later one takes a moment.
  seconds: 300,
  async effect(tx, { date }) {
    const { actor, now } = tx.context;
    if (actor.scope !== null)
      return refuse("day_scoped", "The days are the whole company's; you see some merchants only.");
    const decided = decideCloseDay(date, accountingDayOf(now), await lockDayFacts(tx));
    if (!decided.ok) return decided;
    const vouchers = `${await closeThrough(tx, date)}`;
    await appendAudit(tx, { action: "day.closed", objectType: "day", objectNo: date, detail: { vouchers } });
    return accept({ date, vouchers });
  },
});
