import "server-only";
import { randomUUID } from "node:crypto";
import type { CloseDayInput } from "@/contracts/accounting-days";
import type { CloseFinding } from "@/core/day-close/findings";
import { accept } from "@/core/result";
import { type Command, defineCommand } from "@/server/command";
import { type ClosedDay, closeAccountingDay } from "@/server/day-close/close-accounting-day";
import { refuseScoped } from "@/server/day-close/refuse-scoped";
import { lockDayFacts } from "@/server/store/accounting-days";
import { insertDayReport } from "@/server/store/day-reports";
import { type CommandContext, transact } from "@/server/transact";

/**
 * Closes the next accounting day (日终关账) once its checklist has nothing in the way: from then on nothing is dated into
 * it. Postings under way are waited for and still belong to it; later ones go into the first open day. What was found is
 * kept, also of an attempt that is refused.
 */
export const closeDay: Command<CloseDayInput, ClosedDay> = async (context, { date }) => {
  const found: CloseFinding[] = [];
  const result = await closeWhenReady(context, { date, found });
  if (!result.ok && result.refusal.code === "day_not_ready") await keepRefused(context, date, found);
  return result;
};

const closeWhenReady = defineCommand<CloseDayInput & { readonly found: CloseFinding[] }, ClosedDay>({
  action: "day.close",
  permission: "day.close",
  object: ({ date }) => ({ type: "day", no: date }),
  toHashed: ({ date }) => ({ date }),
  // The first day that is kept asks what is dated after it, which may be a long book; every later one takes a moment.
  seconds: 300,
  async effect(tx, { date, found }) {
    return refuseScoped(tx.context.actor) ?? closeAccountingDay(tx, date, null, found);
  },
});

/** The attempt itself was rolled back, so that its report is a command of its own. */
async function keepRefused(context: CommandContext, day: string, findings: readonly CloseFinding[]): Promise<void> {
  const own = { ...context, commandId: randomUUID() };
  await transact("day.refused", own, { day }, async (tx) => {
    await lockDayFacts(tx);
    return accept(await insertDayReport(tx, { day, outcome: "REFUSED", findings, approvalId: null }));
  });
}
