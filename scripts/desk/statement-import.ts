import { basename } from "node:path";
import { importStatement, type StatementImported } from "@/server/commands/import-statement";
import { acceptedOrExit, type DeskCommand } from "./command";
import { openProgressBar } from "./progress-bar";
import { sayAmount } from "./say-amount";
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
      printedStatement(imported),
      `${imported.statementNo} of ${channel} for ${imported.settlesOn} ${how}: ${sayStatement(imported)}.`,
    );
    return 0;
  },
};

/** The stable shape; sums by currency stand beside it where a file has several, since its totals then mix them. */
export function printedStatement<T extends Pick<StatementImported, "byAsset">>(statement: T): T | Omit<T, "byAsset"> {
  const { byAsset, ...stable } = statement;
  return byAsset.length > 1 ? statement : stable;
}

/** What stands in a statement, for people: in each of its currencies apart. */
export function sayStatement(
  statement: Pick<StatementImported, "payments" | "refunds" | "feeMinor" | "lines" | "byAsset">,
): string {
  const { byAsset, lines } = statement;
  const parts = byAsset.length > 0 ? byAsset : [{ ...statement, asset: "CNY" }];
  const said = parts.map(({ asset, payments, refunds, feeMinor }) => {
    const amount = (minor: string) => sayAmount(minor, asset);
    return `${payments.count} payments of ${amount(payments.amountMinor)}, ${refunds.count} refunds of ${amount(refunds.amountMinor)}, fees ${amount(feeMinor)}`;
  });
  return `${lines} lines, ${said.join("; ")}`;
}
