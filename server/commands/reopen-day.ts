import "server-only";
import type { ReopenDayInput } from "@/contracts/accounting-days";
import { refusePerson } from "@/server/administration/refuse-person";
import { defineCommand } from "@/server/command";
import { reopenDays } from "@/server/day-close/reopen-days";

/** Opens a closed day at once, as set-up on the machine does; people ask for it (propose-day-reopen.ts). */
export const reopenDay = defineCommand<ReopenDayInput, { date: string; days: string[] }>({
  action: "day.reopen",
  permission: "day.reopen",
  object: ({ date }) => ({ type: "day", no: date }),
  toHashed: ({ date, reason }) => ({ date, reason }),
  async effect(tx, { date, reason }) {
    if (tx.context.actor.userId !== null) return refusePerson();
    return reopenDays(tx, date, reason);
  },
});
