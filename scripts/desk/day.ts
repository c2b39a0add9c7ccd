import { closeDayInput, reopenDayInput } from "@/contracts/accounting-days";
import { sayIssues } from "@/contracts/say-issues";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { blockingOf, type CloseFinding, differenceOf } from "@/core/day-close/findings";
import { sayFinding } from "@/core/day-close/say-finding";
import { nextDayToClose } from "@/core/ledger/decide-day";
import { closeDay } from "@/server/commands/close-day";
import { reopenDay } from "@/server/commands/reopen-day";
import { findDayState } from "@/server/day-close/find-day-state";
import { readDayFacts } from "@/server/store/accounting-days";
import type { CommandContext } from "@/server/transact";
import { reader } from "@/server/transact";
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

export const dayCheck: DeskCommand = {
  usage: "day check --date D",
  summary:
    "Looks whether an accounting day can be closed: statements, batches, vouchers against entries, accounts against subjects and items, bank and channels, trial balance, clearing. Changes nothing. Exit code 1 when something stands in the way.",
  options: { date: { type: "string" } },
  async run(context) {
    noWords(context);
    const date = parseDay(requiredOption(context, "date"));
    await context.pool();
    const now = systemContext().now;
    const findings = await findDayState(reader, date, now);
    const facts = await readDayFacts(reader);
    const blocking = blockingOf(findings);
    const answer = {
      date,
      ready: blocking.length === 0,
      closed: facts.firstDay !== null && date >= facts.firstDay && date <= facts.closedThrough,
      over: date < accountingDayOf(now),
      next: nextDayToClose(facts),
      findings: findings.map((finding) => toAnswer(finding, date)),
    };
    const lines = findings.map((finding) => `${finding.state.padEnd(8)}${tell(finding)}`);
    await context.print(answer, lines.length === 0 ? `Nothing was due on ${date}.` : lines.join("\n"));
    if (blocking.length === 0) return 0;
    await context.complain(
      `${date} is not ready to be closed. ${blocking.map((finding) => sayFinding(finding, date)).join(" ")}`,
    );
    return 1;
  },
};

function toAnswer(finding: CloseFinding, day: string) {
  const isInTheWay = finding.state === "RED" || finding.state === "WAITING";
  return { ...finding, difference: differenceOf(finding), ...(isInTheWay ? { toDo: sayFinding(finding, day) } : {}) };
}

function tell({ line, code, place, asset, left, right }: CloseFinding): string {
  const sides = right === null ? (left ?? "") : `${left} | ${right}`;
  return [`${line.toLowerCase()}:`, code, place, sides, asset ?? ""].filter(Boolean).join(" ");
}

export const dayClose: DeskCommand = {
  usage: "day close --date D",
  summary:
    "Closes an accounting day that is over, follows the last closed one and has nothing in its way (see day check); nothing is dated into it any more.",
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
  summary:
    "Opens a closed accounting day again, and with it every closed day after it, as set-up on the machine does; people ask for it and a lead signs. The reason stays in the trail.",
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
