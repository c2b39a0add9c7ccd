import { type ClearingReport, runClearing } from "@/server/commands/run-clearing";
import { acceptedOrExit, type DeskCommand } from "./command";
import { sayAmount } from "./say-amount";
import { noWords, parseDay, requiredOption, systemContext } from "./words";

export const clear: DeskCommand = {
  usage: "clear --date D",
  summary:
    "Clears an accounting date that is over: what each merchant is owed of its orders at each channel, as one batch for ever, and books fees and shares.",
  options: { date: { type: "string" } },
  async run(context) {
    noWords(context);
    const date = parseDay(requiredOption(context, "date"));
    await context.pool();
    context.progress(`Clearing ${date} …`);
    const report = acceptedOrExit(await runClearing(systemContext(), { date }));
    await context.print(report, sentenceOf(report));
    return 0;
  },
};

function sentenceOf(report: ClearingReport): string {
  const say = (minor: string) => sayAmount(minor, report.asset);
  const waits =
    report.carried > 0
      ? ` ${report.carried} wait for the next batch, since an account lacks what it would have to give.`
      : "";
  const existed = report.existed ? " It was there already." : "";
  return `${report.batchNo}: ${report.items} items of ${report.merchants} merchants; gross ${say(report.grossMinor)}, refunds ${say(report.refundMinor)}, fees ${say(report.feeMinor)}, net ${say(report.netMinor)}.${waits}${existed}`;
}
