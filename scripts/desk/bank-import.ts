import { basename } from "node:path";
import { importBankStatement } from "@/server/commands/import-bank-statement";
import { acceptedOrExit, type DeskCommand } from "./command";
import { openProgressBar } from "./progress-bar";
import { sayAmount } from "./say-amount";
import { inputFile, onlyWord, requiredOption, systemContext } from "./words";

export const bankImport: DeskCommand = {
  usage: "bank import <file> --account A",
  summary:
    "Takes a bank's statement (camt.053, MT940) into the bank book and matches it with what channels remit; a channel's fund bill, with the channel's code. --account is our code of the reserve bank account. The same file again changes nothing.",
  options: { account: { type: "string" } },
  async run(context) {
    const path = inputFile(onlyWord(context, "The file"));
    const account = requiredOption(context, "account");
    await context.pool();
    const bar = openProgressBar();
    const result = await importBankStatement(systemContext(), {
      path,
      fileName: basename(path),
      account,
      onProgress: ({ readBytes, sizeBytes, lines }) => bar.draw(readBytes, sizeBytes, `${lines} lines`),
    });
    bar.end();
    const imported = acceptedOrExit(result);
    const { statementNo, asset, closingMinor, lines, matched, open, duplicate, version } = imported;
    const how = duplicate ? "was imported before; nothing was changed" : `is stored as version ${version}`;
    const gap = imported.follows ? "" : " A statement before it is missing.";
    await context.print(
      { ...imported, settlesOn: imported.endsOn },
      `${statementNo} of ${account} to ${imported.endsOn} ${how}: ${lines} lines, closing balance ${sayAmount(closingMinor, asset)}; ${matched} matched now, ${open} unexplained.${gap}`,
    );
    return 0;
  },
};
