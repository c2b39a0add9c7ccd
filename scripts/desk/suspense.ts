import { accountingDayOf } from "@/core/calendar/settlement-day";
import { formatAmount } from "@/core/money/format-money";
import { SUSPENSE_STATUSES, type SuspenseStatus } from "@/core/suspense/item";
import { getClock } from "@/server/clock";
import { listSuspenseLines, type SuspenseLine } from "@/server/queries/list-suspense-lines";
import { type DeskCommand, DeskRefusal } from "./command";
import { noWords } from "./words";

export const suspense: DeskCommand = {
  usage: "suspense [--status S] [--status S…]",
  summary: `Lists suspense items in the order in which they were opened. Statuses: ${SUSPENSE_STATUSES.join(", ")}; all of them when none is given.`,
  options: { status: { type: "string", multiple: true } },
  async run(context) {
    noWords(context);
    const statuses = context.options("status").map(parseStatus);
    await context.pool();
    const today = accountingDayOf(getClock().now());
    let count = 0;
    for await (const line of listSuspenseLines(today, statuses.length > 0 ? statuses : null)) {
      count += 1;
      await context.print(line, sentenceOf(line));
    }
    if (count === 0 && !context.json) await context.print(null, "There is no such suspense item.");
    return 0;
  },
};

function parseStatus(word: string): SuspenseStatus {
  const status = SUSPENSE_STATUSES.find((known) => known === word.toUpperCase());
  if (status !== undefined) return status;
  throw new DeskRefusal({
    code: "status_unknown",
    message: `There is no status ${word}. Statuses: ${SUSPENSE_STATUSES.join(", ")}`,
  });
}

function sentenceOf(line: SuspenseLine): string {
  const amount = formatAmount(line.amountMinor, line.asset, "en").padStart(14);
  const who = line.assignee ?? "nobody";
  return `${line.itemNo}  ${line.direction.padEnd(5)} ${line.kind.padEnd(15)} ${amount} ${line.asset}  ${line.channel}  ${line.status}, ${line.ageDays} days, ${who}`;
}
