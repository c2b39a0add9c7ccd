import { benchClearing, FULL as CLEARING_FULL, QUICK as CLEARING_QUICK } from "./clearing";
import { type Figure, sayFigures } from "./figure";
import { benchLedger } from "./ledger";
import { FULL, QUICK } from "./ledger-bench";
import { benchPayouts, FULL as PAYOUTS_FULL, QUICK as PAYOUTS_QUICK } from "./payouts";
import { benchQueue, FULL as QUEUE_FULL, QUICK as QUEUE_QUICK } from "./queue";
import { benchReconcile, FULL as RECONCILE_FULL, QUICK as RECONCILE_QUICK } from "./reconcile";

type Options = { readonly quick: boolean; readonly older: number | null; readonly say: (sentence: string) => void };
type Bench = (options: Options) => Promise<Figure[]>;

const BENCHES: Readonly<Record<string, Bench>> = {
  clearing: ({ quick, say }) => benchClearing(quick ? CLEARING_QUICK : CLEARING_FULL, say),
  ledger: ({ quick, say }) => benchLedger(quick ? QUICK : FULL, say),
  payouts: ({ quick, say }) => benchPayouts(quick ? PAYOUTS_QUICK : PAYOUTS_FULL, say),
  queue: ({ quick, say }) => benchQueue(quick ? QUEUE_QUICK : QUEUE_FULL, say),
  reconcile: ({ quick, older, say }) => {
    const size = quick ? RECONCILE_QUICK : RECONCILE_FULL;
    return benchReconcile({ ...size, older: older ?? size.older }, say);
  },
};

/** `bench <name> [--json] [--quick] [--older <lines>]`. Exit 0 whatever the figures: they are read, not asserted. */
async function main(words: readonly string[]): Promise<number> {
  const older = words.includes("--older") ? Number(words[words.indexOf("--older") + 1]) : null;
  const name = words.find((word) => Object.hasOwn(BENCHES, word));
  const bench = name === undefined ? undefined : BENCHES[name];
  if (name === undefined || bench === undefined) {
    process.stderr.write(`Which one? ${Object.keys(BENCHES).join(", ")}\n`);
    return 2;
  }
  const say = (sentence: string) => process.stderr.write(`${sentence}\n`);
  const figures = await bench({ quick: words.includes("--quick"), older, say });
  process.stdout.write(`${sayFigures(figures)}\n`);
  if (words.includes("--json")) process.stdout.write(`${JSON.stringify({ bench: name, figures })}\n`);
  return 0;
}

process.exit(await main(process.argv.slice(2)));
