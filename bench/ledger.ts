import { invariant } from "@/core/result";
import { type Figure, figureOf, median, sizeOf } from "./figure";
import { type Bench, inRounds, type LedgerBenchSize, type Round, withBook } from "./ledger-bench";
import { measureBatches, measureFromNode, postBatch } from "./ledger-from-node";
import { measureIncrement, measureVerify } from "./ledger-proofs";
import { findPgbench, initialisePgbench, measurePgbench } from "./pgbench";
import { type Scratch, withScratch } from "./scratch";
import { fillPast, singleVoucherScript } from "./transfer-book";

const WAL_ROUNDS = 5;
const VOUCHERS_OF_A_COMMAND = 1_000;

/** The ledger against pgbench's standard transaction and against the naive way, each measured in turns in one run. */
export async function benchLedger(size: LedgerBenchSize, say: (sentence: string) => void): Promise<Figure[]> {
  invariant(findPgbench(), "pgbench is needed: apt-get install postgresql-contrib");
  return withScratch(async (scratch) => {
    say("setting up");
    const tpcb = { same: await scratch.createDatabase("tpcb_same"), wide: await scratch.createDatabase("tpcb_wide") };
    // One unit of scale is 100,000 accounts as in our book, and one branch that all of its transactions wait for. More
    // units than clients take that waiting away, which makes it the harder thing to compare with.
    await initialisePgbench(tpcb.same, 1);
    await initialisePgbench(tpcb.wide, 20);
    const few = await withBook(scratch, "few", { size, say, tpcb }, async (bench) => [
      ...(await measureSingles(bench, "", { 4: 1.2, 16: 1 })),
      ...(await measureWal(bench, scratch)),
      ...(await measureBatches(bench)),
      ...(await measureFromNode(bench, scratch)),
      ...(await measureIncrement(bench)),
    ]);
    const many = await withBook(scratch, "many", { size, say, tpcb }, async (bench) => [
      ...(await measureVerify(bench)),
      ...(await measureLongBook(bench, scratch, few)),
    ]);
    return [...few, ...many];
  });
}

async function measureSingles(
  bench: Bench,
  suffix: string,
  goals: { readonly 4: number; readonly 16: number },
): Promise<Figure[]> {
  const { size, appUrl, tpcb, book } = bench;
  const script = singleVoucherScript(book);
  const figures: Figure[] = [];
  for (const clients of [4, 16] as const) {
    const name = `single vouchers, ${clients} clients${suffix}`;
    const same: Round[] = [];
    const wide: Round[] = [];
    await inRounds(bench, name, async () => {
      const ours = await measurePgbench(appUrl, { clients, seconds: size.seconds, script });
      same.push([ours, await measurePgbench(tpcb.same, { clients, seconds: size.seconds })]);
      wide.push([ours, await measurePgbench(tpcb.wide, { clients, seconds: size.seconds })]);
      return [0, 0];
    });
    figures.push(figureOf(name, "vouchers/s", `>=${goals[clients]}`, same));
    figures.push(figureOf(`${name}, TPC-B of 20 branches`, "vouchers/s", `>=${goals[clients]}`, wide));
  }
  return figures;
}

/**
 * The log that a voucher writes. Right after a checkpoint the first touch of every page is logged whole, which says how
 * wide the book is and not how long a voucher is: pages are touched first and measured then, and nothing is subtracted.
 * Where the server tidies up a table meanwhile, a round is of that, too: the median is of those in which it did not.
 */
async function measureWal(bench: Bench, scratch: Scratch): Promise<Figure[]> {
  const { owner, appUrl, book, size } = bench;
  const read = async () => {
    const { rows } = await owner.query<{ bytes: string; vouchers: bigint }>(
      `SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::text AS bytes,
              (SELECT last_value FROM vouchers_id_seq) AS vouchers`,
    );
    return { bytes: Number.parseFloat(rows[0]?.bytes ?? "0"), vouchers: Number(rows[0]?.vouchers ?? 0n) };
  };
  const post = (seconds: number) => measurePgbench(appUrl, { clients: 4, seconds, script: singleVoucherScript(book) });
  const perVoucher = async (work: () => Promise<unknown>): Promise<number> => {
    const before = await read();
    await work();
    const after = await read();
    return (after.bytes - before.bytes) / (after.vouchers - before.vouchers);
  };
  await scratch.checkpoint();
  await post(3 * size.seconds);
  const [single, many]: [number[], number[]] = [[], []];
  for (let round = 0; round < WAL_ROUNDS; round += 1) {
    single.push(await perVoucher(() => post(size.seconds)));
    many.push(await perVoucher(() => postBatch(book, VOUCHERS_OF_A_COMMAND)));
  }
  return [
    sizeOf("log of a two-entry voucher and its receipt", "bytes", median(single), 1_200),
    sizeOf("log of a two-entry voucher, many of a command", "bytes", median(many), 1_200),
  ];
}

/** The same with a year behind it and right after a checkpoint, when every first touch of a page is logged whole. */
async function measureLongBook(bench: Bench, scratch: Scratch, few: readonly Figure[]): Promise<Figure[]> {
  bench.say(`filling up to ${bench.size.past} entries`);
  await fillPast(bench.owner, bench.book, bench.size.past);
  await scratch.checkpoint();
  const figures = await measureSingles(bench, `, ${bench.size.past} entries`, { 4: 0.8, 16: 0.8 });
  const costs = figures.map((figure, index): Figure => {
    const before = few[index];
    invariant(before, "both were measured");
    const name = figure.name.replace("single vouchers", "cost of a voucher").concat(" against few");
    return figureOf(name, "× TPC-B", "<=1.15", [[before.ratio, figure.ratio]]);
  });
  return [...figures, ...costs];
}
