import { runSettlement } from "@/server/commands/run-settlement";
import type { SettlementReport } from "@/server/settlement/settlement-report";
import { acceptedOrExit, type DeskCommand } from "./command";
import { sayAmount } from "./say-amount";
import { noWords, parseDay, requiredOption, systemContext } from "./words";

export const settle: DeskCommand = {
  usage: "settle --date D",
  summary:
    "Settles what is due to each merchant by a date, by its cycle and the calendar, as one batch for ever: from pending to settlement, frozen until two people let it go.",
  options: { date: { type: "string" } },
  async run(context) {
    noWords(context);
    const date = parseDay(requiredOption(context, "date"));
    await context.pool();
    context.progress(`Settling ${date} …`);
    const report = acceptedOrExit(await runSettlement(systemContext(), { date }));
    await context.print(report, sentenceOf(report));
    return 0;
  },
};

function sentenceOf(report: SettlementReport): string {
  const say = (minor: string) => sayAmount(minor, report.asset);
  const existed = report.existed ? " It was there already." : "";
  return `${report.batchNo}: ${report.merchants} merchants; net ${say(report.netMinor)}, settled ${say(report.settledMinor)}, held back ${say(report.heldMinor)}, carried ${say(report.carriedMinor)}.${existed}`;
}
