import { basename } from "node:path";
import { formatAmount } from "@/core/money/format-money";
import { importStatement, type StatementImported } from "@/server/commands/import-statement";
import { acceptedOrExit, type DeskCommand } from "./command";
import { openProgressBar } from "./progress-bar";
import { inputFile, onlyWord, parseDay, requiredOption, systemContext } from "./words";

export const statementImport: DeskCommand = {
  usage: "statement import <file> --channel C [--date D]",
  summary:
    "Reads, checks and stores a channel's statement. --date is its settlement date where the file does not carry it. The same file again changes nothing.",
  options: { channel: { type: "string" }, date: { type: "string" } },
  async run(context) {
    const path = inputFile(onlyWord(context, "The file"));
    const channel = requiredOption(context, "channel");
    const date = context.option("date");
    const settlesOn = date === undefined ? null : parseDay(date);
    await context.pool();
    const bar = openProgressBar();
    const result = await importStatement(systemContext(), {
      path,
      fileName: basename(path),
      channel,
      settlesOn,
      onProgress: ({ readBytes, sizeBytes, lines }) => bar.draw(readBytes, sizeBytes, `${lines} lines`),
    });
    bar.end();
    const imported = acceptedOrExit(result);
    const how = imported.duplicate
      ? "was imported before; nothing was changed"
      : `is stored as version ${imported.version}`;
    await context.print(
      imported,
      `${imported.statementNo} of ${channel} for ${imported.settlesOn} ${how}: ${sayStatement(imported)}.`,
    );
    return 0;
  },
};

/** What stands in a statement, for people; its footer adds up all lines whatever their currency, and so do we. */
export function sayStatement(
  statement: Pick<StatementImported, "payments" | "refunds" | "feeMinor" | "lines">,
): string {
  const amount = (minor: string) => formatAmount(BigInt(minor), "CNY", "en");
  const { payments, refunds, feeMinor, lines } = statement;
  return `${lines} lines, ${payments.count} payments of ${amount(payments.amountMinor)}, ${refunds.count} refunds of ${amount(refunds.amountMinor)}, fees ${amount(feeMinor)}`;
}
