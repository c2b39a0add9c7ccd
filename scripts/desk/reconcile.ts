import { BREAK_KINDS } from "@/core/suspense/item";
import { type BatchReport, runReconciliation } from "@/server/commands/run-reconciliation";
import { acceptedOrExit, type DeskCommand } from "./command";
import { noWords, parseDay, requiredOption, systemContext } from "./words";

export const reconcile: DeskCommand = {
  usage: "reconcile --channel C --date D [--dry-run]",
  summary:
    "Reconciles a channel's statement of one day with our orders and refunds, as a numbered batch. --dry-run shows the outcome and keeps nothing.",
  options: { channel: { type: "string" }, date: { type: "string" }, "dry-run": { type: "boolean" } },
  async run(context) {
    noWords(context);
    const channel = requiredOption(context, "channel");
    const date = parseDay(requiredOption(context, "date"));
    await context.pool();
    context.progress(`Reconciling ${channel} for ${date} …`);
    const dryRun = context.flag("dry-run");
    const report = acceptedOrExit(await runReconciliation(systemContext(), { channel, date, dryRun }));
    await context.print(report, `${sentenceOf(report)}${dryRun ? " A dry run: nothing was kept." : ""}`);
    return 0;
  },
};

function sentenceOf({ batchNo, matched, buffered, breaks, released, proof }: BatchReport): string {
  const found = BREAK_KINDS.filter((kind) => breaks[kind] > 0).map((kind) => `${breaks[kind]} ${kind}`);
  const waiting = `${buffered.ours} of ours and ${buffered.channel} of the channel's wait`;
  const books = proof.balanced ? "the books follow the channel" : "THE BOOKS DO NOT FOLLOW THE CHANNEL";
  return `${batchNo}: ${matched} matched, ${released} of them released from the buffer; ${waiting}; breaks: ${found.join(", ") || "none"}; ${books}.`;
}
