import { basename } from "node:path";
import { formatAmount } from "@/core/money/format-money";
import type { BankStatementInspected } from "@/server/statements/inspect-bank-statement";
import type { FundBillInspected } from "@/server/statements/inspect-fund-bill";
import { inspectStatement, type StatementInspected } from "@/server/statements/inspect-statement";
import { acceptedOrExit, type DeskCommand } from "./command";
import { openProgressBar } from "./progress-bar";
import { sayAmount } from "./say-amount";
import { printedStatement, sayStatement } from "./statement-import";
import { inputFile, onlyWord, parseDay } from "./words";

/** A file of a group has an account for each of its firms; a sentence does not. */
const MAX_ACCOUNTS_SAID = 5;

export const statementInspect: DeskCommand = {
  usage: "statement inspect <file> [--channel C] [--date D]",
  summary:
    "Reads and checks a channel's statement or fund bill, or a bank statement, without storing it. With --channel it is also held against that channel and against what is stored.",
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
    await context.print("byAsset" in inspected ? printedStatement(inspected) : inspected, say(inspected));
    return 0;
  },
};

function say(inspected: StatementInspected | FundBillInspected | BankStatementInspected): string {
  if ("accounts" in inspected) return sayBankStatement(inspected);
  return "income" in inspected ? sayFundBill(inspected) : sayPayments(inspected);
}

function sayBankStatement(inspected: BankStatementInspected): string {
  const shown = inspected.accounts.slice(0, MAX_ACCOUNTS_SAID).map((account) => {
    const { accountNo, asset, startsOn, endsOn, openingMinor, closingMinor, income, outgo } = account;
    const days = startsOn === endsOn ? (endsOn ?? "no day") : `${startsOn} to ${endsOn}`;
    const moved = `${income.count} in of ${sayAmount(income.amountMinor, asset)}, ${outgo.count} out of ${sayAmount(outgo.amountMinor, asset)}`;
    const balances =
      openingMinor === null || closingMinor === null
        ? "no balances"
        : `the balance goes from ${sayAmount(openingMinor, asset)} to ${sayAmount(closingMinor, asset)}`;
    return `account ${accountNo ?? "without a number"} (${days}): ${moved}, ${balances}`;
  });
  const rest = inspected.accounts.length - shown.length;
  const more = rest > 0 ? `; ${rest} more` : "";
  return `A bank statement in ${inspected.layout} with ${inspected.lines} entries, ${shown.join("; ")}${more}. Nothing was stored; desk bank import takes it into the bank book.`;
}

function sayPayments(inspected: StatementInspected): string {
  const day = inspected.settlesOn === null ? "no settlement date of its own" : `for ${inspected.settlesOn}`;
  const known = inspected.duplicate ? " It is stored already." : "";
  const beside = [...inspected.others.map(sayOther), ...sayErrorTrades(inspected)];
  const besides = beside.length > 0 ? ` Besides: ${beside.join(", ")}.` : "";
  return `${withArticle(inspected.format)} statement, ${day}: ${sayStatement(inspected)}.${besides} Nothing was stored.${known}`;
}

function sayOther({ kind, asset, count, netMinor }: StatementInspected["others"][number]): string {
  return `${count} ${kind} of ${sayAmount(netMinor, asset)}`;
}

function sayErrorTrades({ errorTrades }: StatementInspected): string[] {
  if (!errorTrades) return [];
  const { credits, debits } = errorTrades;
  const sides = `${sayAmount(credits.amountMinor, "CNY")} to us and ${sayAmount(debits.amountMinor, "CNY")} from us`;
  return [`${credits.count + debits.count} error trades, ${sides}`];
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
  const notice = inspected.footer?.balances ? ` Look at this: ${inspected.footer.balances}.` : "";
  return `${withArticle(format)} bill, ${days}: ${lines} lines, ${moved}, ${balances}.${notice} Nothing was stored; desk bank import takes it into the bank book.`;
}

function withArticle(format: string): string {
  return `${format.startsWith("a") ? "An" : "A"} ${format}`;
}
