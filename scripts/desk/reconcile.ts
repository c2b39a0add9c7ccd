import { BREAK_KINDS } from "@/core/suspense/item";
import { type Rehearsal, rehearseReconciliation } from "@/server/commands/rehearse-reconciliation";
import { type BatchReport, runReconciliation } from "@/server/commands/run-reconciliation";
import { acceptedOrExit, type DeskCommand } from "./command";
import { noWords, parseDay, requiredOption, systemContext } from "./words";

export const reconcile: DeskCommand = {
  usage: "reconcile --channel C --date D [--dry-run]",
  summary:
    "Reconciles a channel's statement of one day with our orders and refunds, as a numbered batch. --dry-run shows the outcome and how it differs from the last batch, and keeps nothing.",
  options: { channel: { type: "string" }, date: { type: "string" }, "dry-run": { type: "boolean" } },
  async run(context) {
    noWords(context);
    const channel = requiredOption(context, "channel");
    const date = parseDay(requiredOption(context, "date"));
    await context.pool();
    context.progress(`Reconciling ${channel} for ${date} …`);
    if (context.flag("dry-run")) {
      const rehearsal = acceptedOrExit(await rehearseReconciliation(systemContext(), { channel, date }));
      await context.print(
        rehearsal,
        `${sentenceOf(rehearsal)} A dry run: nothing was kept. ${differenceOf(rehearsal)}`,
      );
      return 0;
    }
    const report = acceptedOrExit(await runReconciliation(systemContext(), { channel, date }));
    await context.print(report, sentenceOf(report));
    return 0;
  },
};

function sentenceOf({ batchNo, matched, buffered, breaks, released, proof }: BatchReport): string {
  const found = BREAK_KINDS.filter((kind) => breaks[kind] > 0).map((kind) => `${breaks[kind]} ${kind}`);
  const waiting = `${buffered.ours} of ours and ${buffered.channel} of the channel's wait`;
  const books = proof.balanced ? "the books follow the channel" : "THE BOOKS DO NOT FOLLOW THE CHANNEL";
  return `${batchNo}: ${matched} matched, ${released} of them released from the buffer; ${waiting}; breaks: ${found.join(", ") || "none"}; ${books}.`;
}

function differenceOf({ difference }: Rehearsal): string {
  const { lastBatchNo, counts, rows, more, items, reruns } = difference;
  if (counts.ADDED + counts.REMOVED + counts.CHANGED === 0) {
    return lastBatchNo === null ? "There is no earlier batch." : `Nothing differs from ${lastBatchNo}.`;
  }
  const against = lastBatchNo === null ? "There is no earlier batch" : `Against ${lastBatchNo}`;
  const said = `${against}: ${counts.ADDED} added, ${counts.REMOVED} removed, ${counts.CHANGED} changed; ${items.opened} suspense items would open, ${items.explained} would close.`;
  const days = reruns.length > 0 ? [`Later days run again: ${reruns.join(", ")}.`] : [];
  const listed = rows.map(({ change, on, itemKind, matchKey, asset, before, after }) => {
    const sides = [before, after].map((side) => (side === null ? "nothing" : `${side.outcome} ${side.deltaMinor}`));
    return `  ${change} ${on} ${itemKind} ${matchKey} ${asset}: ${sides.join(" → ")}`;
  });
  return [said, ...days, ...listed, ...(more > 0 ? [`  and ${more} more`] : [])].join("\n");
}
