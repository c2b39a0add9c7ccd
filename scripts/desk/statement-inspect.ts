import { basename } from "node:path";
import { formatAmount } from "@/core/money/format-money";
import {
  type FundBillInspected,
  inspectStatement,
  type StatementInspected,
} from "@/server/statements/inspect-statement";
import { acceptedOrExit, type DeskCommand } from "./command";
import { openProgressBar } from "./progress-bar";
import { sayStatement } from "./statement-import";
import { inputFile, onlyWord, parseDay } from "./words";

export const statementInspect: DeskCommand = {
  usage: "statement inspect <file> [--channel C] [--date D]",
  summary:
    "Reads and checks a channel's statement or fund bill without storing it. With --channel it is also held against that channel and against what is stored.",
  options: { channel: { type: "string" }, date: { type: "string" } },
  async run(context) {
    const path = inputFile(onlyWord(context, "The file"));
    const channel = context.option("channel") ?? null;
    const date = context.option("date");
    const settlesOn = date === undefined ? null : parseDay(date);
    if (channel !== null) await context.pool();
    const bar = openProgressBar();
    const onProgress = ({ readBytes, sizeBytes, lines }: { readBytes: number; sizeBytes: number; lines: number }) =>
      bar.draw(readBytes, sizeBytes, `${lines} lines`);
    const result = await inspectStatement({ path, fileName: basename(path), channel, settlesOn, onProgress });
    bar.end();
    const inspected = acceptedOrExit(result);
    await context.print(inspected, "income" in inspected ? sayFundBill(inspected) : sayPayments(inspected));
    return 0;
  },
};

function sayPayments(inspected: StatementInspected): string {
  const day = inspected.settlesOn === null ? "no settlement date of its own" : `for ${inspected.settlesOn}`;
  const known = inspected.duplicate ? " It is stored already." : "";
  return `${withArticle(inspected.format)} statement, ${day}: ${sayStatement(inspected)}. Nothing was stored.${known}`;
}

function sayFundBill(inspected: FundBillInspected): string {
  const { format, startsOn, endsOn, lines, income, outgo, openingMinor, closingMinor, asset } = inspected;
  const amount = (minor: string) => formatAmount(BigInt(minor), asset, "en");
  const days =
    startsOn === null ? "of no day" : startsOn === endsOn ? `for ${startsOn}` : `for ${startsOn} to ${endsOn}`;
  const moved = `${income.count} in of ${amount(income.amountMinor)}, ${outgo.count} out of ${amount(outgo.amountMinor)}`;
  const balances =
    openingMinor === null || closingMinor === null
      ? "no balances"
      : `the balance goes from ${amount(openingMinor)} to ${amount(closingMinor)}`;
  return `${withArticle(format)} bill, ${days}: ${lines} lines, ${moved}, ${balances}. Nothing was stored; the desk has no book for movements yet.`;
}

function withArticle(format: string): string {
  return `${format.startsWith("a") ? "An" : "A"} ${format}`;
}
