import "server-only";
import type { ReopenDayInput } from "@/contracts/accounting-days";
import { addDays } from "@/core/calendar/settlement-day";
import { decideReopenDay } from "@/core/ledger/decide-day";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { lockDayFacts, reopenThrough } from "@/server/store/accounting-days";

/** Opens a closed accounting day again, and with it every closed day after it. The reason stays in the trail. */
export const reopenDay = defineCommand<ReopenDayInput, { date: string; days: string[] }>({
  action: "day.reopen",
  permission: "day.reopen",
  object: ({ date }) => ({ type: "day", no: date }),
  toHashed: ({ date, reason }) => ({ date, reason }),
  async effect(tx, { date, reason }) {
    const { actor } = tx.context;
    if (actor.scope !== null)
      return refuse("day_scoped", "The days are the whole company's; you see some merchants only.");
    const decided = decideReopenDay(date, await lockDayFacts(tx));
    if (!decided.ok) return decided;
    const { days } = decided.value;
    await reopenThrough(tx, addDays(date, -1));
    await appendAudit(tx, { action: "day.reopened", objectType: "day", objectNo: date, detail: { reason, days } });
    return accept({ date, days });
  },
});
