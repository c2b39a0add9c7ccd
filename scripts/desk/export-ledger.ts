import { exportLedgerInput } from "@/contracts/ledger-views";
import { exportLedger, journalText } from "@/server/commands/export-ledger";
import { acceptedOrExit, type DeskCommand, DeskRefusal } from "./command";
import { noWords, parseDay, requiredOption, systemContext } from "./words";

export const exportLedgerText: DeskCommand = {
  usage: "export ledger --format hledger|csv [--from D] [--to D]",
  summary:
    "Writes the journal to stdout, as hledger's plain text or as CSV. With --from it begins with the opening balances, so that what it adds up to is the trial balance of --to.",
  options: { format: { type: "string" }, from: { type: "string" }, to: { type: "string" } },
  async run(context) {
    noWords(context);
    const [from, to] = ["from", "to"].map((name) => context.option(name)).map((day) => day && parseDay(day));
    const asked = exportLedgerInput.safeParse({
      format: requiredOption(context, "format"),
      ...(from ? { from } : {}),
      ...(to ? { to } : {}),
    });
    if (!asked.success) {
      const what = asked.error.issues.map((issue) => [...issue.path, issue.message].join(": ")).join("; ");
      throw new DeskRefusal({ code: "question_invalid", message: `The export cannot be made: ${what}.` });
    }
    await context.pool();
    const asSystem = systemContext();
    acceptedOrExit(await exportLedger(asSystem, asked.data));
    for await (const piece of journalText(asSystem, asked.data)) await context.write(piece);
    return 0;
  },
};
