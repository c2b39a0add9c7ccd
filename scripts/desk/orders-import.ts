import { statSync } from "node:fs";
import { readOrdersFile } from "@/server/arrivals/read-orders-file";
import { importOrders, MAX_ORDER_LINES, type OrdersImported } from "@/server/commands/import-orders";
import { acceptedOrExit, type DeskCommand } from "./command";
import { openProgressBar } from "./progress-bar";
import { inputFile, onlyWord, systemContext } from "./words";

/** For people; `--json` lists all of them. */
const SHOWN_REFUSALS = 20;
/** A file with more refused lines than this is not an orders file; reading on would only fill the memory. */
const MAX_REFUSALS = 100_000;

export const ordersImport: DeskCommand = {
  usage: "orders import <file.ndjson>",
  summary: `Takes in orders and refunds, ${MAX_ORDER_LINES} lines at a time, all of them or none. Lines that are known change nothing.`,
  async run(context) {
    const path = inputFile(onlyWord(context, "The file"));
    const sizeBytes = statSync(path).size;
    await context.pool();
    const bar = openProgressBar();
    const tally: OrdersImported = { accepted: 0, duplicates: 0, refused: [] };
    try {
      for await (const chunk of readOrdersFile(path)) {
        const result = acceptedOrExit(await importOrders(systemContext(), chunk));
        tally.accepted += result.accepted;
        tally.duplicates += result.duplicates;
        for (const line of result.refused) tally.refused.push(line);
        bar.draw(chunk.readBytes, sizeBytes, `${tally.accepted + tally.duplicates} lines`);
        if (tally.refused.length > MAX_REFUSALS) break;
      }
    } finally {
      bar.end();
    }
    await context.print(tally, sentenceOf(tally));
    if (tally.refused.length === 0) return 0;
    await context.complain(
      `${tally.refused.length} line(s) are refused, and with each of them the ${MAX_ORDER_LINES} lines it came with. Correct them and import the file again.`,
    );
    return 1;
  },
};

function sentenceOf({ accepted, duplicates, refused }: OrdersImported): string {
  const lines = refused
    .slice(0, SHOWN_REFUSALS)
    .map(({ line, code, message }) => `  line ${line}: ${message} (${code})`);
  const more =
    refused.length > SHOWN_REFUSALS ? [`  … and ${refused.length - SHOWN_REFUSALS} more; --json lists them`] : [];
  return [`${accepted} accepted, ${duplicates} known already, ${refused.length} refused.`, ...lines, ...more].join(
    "\n",
  );
}
