import { proveAtOnce } from "@/server/verify/prove-at-once";
import { proveIncrement } from "@/server/verify/prove-increment";
import { readSnapshot } from "@/server/verify/snapshot";
import { verifyBooks } from "@/server/verify/verify-books";
import { measureCallers } from "./callers";
import { type Figure, figureOf, sizeOf } from "./figure";
import { type Bench, inRounds, type Round } from "./ledger-bench";
import { postTransfer, somewhere } from "./ledger-from-node";
import { millisecondsOf } from "./milliseconds";
import { fillPast } from "./transfer-book";

/** A minute of posting as fast as it goes, then the proof of what is new; all of it while nothing else runs. */
export async function measureIncrement({ book, size, say, owner }: Bench): Promise<Figure[]> {
  say("proving everything once");
  const first = await proveIncrement();
  say(
    first.ok
      ? "posting for a minute"
      : `the books of the benchmark do not prove: ${JSON.stringify(first.checks.filter((one) => !one.ok))}`,
  );
  await measureCallers(200, size.minute, () => postTransfer(book, somewhere(book)));
  const seconds = (await millisecondsOf(proveIncrement)) / 1000;
  // As the proof itself counted what it proved: a mark that stayed behind would have it prove more than the minute.
  const { rows } = await owner.query<{ vouchers: bigint }>("SELECT vouchers FROM proof_marks");
  const name = `incremental verify of ${size.minute} s of full load, ${rows[0]?.vouchers} vouchers`;
  return [sizeOf(name, "s", seconds, size.minute / 60)];
}

/** As `desk verify` does it: in a snapshot of its own, with its memory. */
export async function measureVerify(bench: Bench): Promise<Figure[]> {
  const { owner, book, size } = bench;
  bench.say(`filling up to ${size.verified} entries`);
  await fillPast(owner, book, size.verified);
  const clock = async (work: () => Promise<unknown>) => (await millisecondsOf(work)) / 1000;
  const pass: Round[] = [];
  const everything: Round[] = [];
  await inRounds(bench, `verify of ${size.verified} entries`, async () => {
    const bare = await clock(() => owner.query("SELECT count(*), sum(change_minor) FROM entries"));
    pass.push([await clock(() => readSnapshot((snapshot) => proveAtOnce(snapshot))), bare]);
    everything.push([await clock(() => readSnapshot(verifyBooks)), bare]);
    return [0, 0];
  });
  return [
    figureOf(`the ledger's own checks, ${size.verified} entries, against one scan and sum`, "s", "<=10", pass),
    figureOf(`every check there is, ${size.verified} entries, against one scan and sum`, "s", "<=10", everything),
  ];
}
