import { closeDayInput, reopenDayInput } from "@/contracts/accounting-days";
import { sayIssues } from "@/contracts/say-issues";
import { closeDay } from "@/server/commands/close-day";
import { reopenDay } from "@/server/commands/reopen-day";
import type { CommandContext } from "@/server/transact";
import { acceptedOrExit, type DeskCommand, DeskRefusal } from "./command";
import { noWords, parseDay, requiredOption, systemContext } from "./words";

/**
 * Days are finance's. Whoever may run this program may also stop the books altogether, and a scheduler that closes the
 * day at night is nobody of finance: so the command line acts with their roles here, and the trail names it.
 */
function financeContext(): CommandContext {
  const context = systemContext();
  return { ...context, actor: { ...context.actor, roles: [...context.actor.roles, "FINANCE_LEAD"] } };
}

export const dayClose: DeskCommand = {
  usage: "day close --date D",
  summary: "Closes an accounting day that is over and follows the last closed one; nothing is dated into it any more.",
  options: { date: { type: "string" } },
  async run(context) {
    noWords(context);
    const input = closeDayInput.parse({ date: parseDay(requiredOption(context, "date")) });
    await context.pool();
    const { date, vouchers } = acceptedOrExit(await closeDay(financeContext(), input));
    await context.print({ date, vouchers }, `${date} is closed, with ${vouchers} vouchers.`);
    return 0;
  },
};

export const dayReopen: DeskCommand = {
  usage: "day reopen --date D --reason R",
  summary: "Opens a closed accounting day again, and with it every closed day after it. The reason stays in the trail.",
  options: { date: { type: "string" }, reason: { type: "string" } },
  async run(context) {
    noWords(context);
    const date = parseDay(requiredOption(context, "date"));
    const parsed = reopenDayInput.safeParse({ date, reason: requiredOption(context, "reason") });
    if (!parsed.success) {
      throw new DeskRefusal({ code: "input_invalid", message: `${sayIssues(parsed.error).join("; ")}.` });
    }
    await context.pool();
    const { days } = acceptedOrExit(await reopenDay(financeContext(), parsed.data));
    await context.print({ date, days }, `Open again: ${days.join(", ")}.`);
    return 0;
  },
};
