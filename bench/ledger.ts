import { randomUUID } from "node:crypto";
import type pg from "pg";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { accept, invariant } from "@/core/result";
import { makePool } from "@/server/db";
import { postGathered } from "@/server/store/post-gathered";
import { draftVoucher, postVouchers, type VoucherDraft } from "@/server/store/post-vouchers";
import { reader, transact } from "@/server/transact";
import { proveIncrement } from "@/server/verify/prove-increment";
import { verifyBooks } from "@/server/verify/verify-books";
import { measureCallers } from "./callers";
import { type Figure, figureOf, median, sizeOf } from "./figure";
import { postNaively } from "./naive-posting";
import { findPgbench, initialisePgbench, measurePgbench } from "./pgbench";
import { type Scratch, withScratch } from "./scratch";
import { fillPast, openTransferBook, singleVoucherScript, type TransferBook } from "./transfer-book";

/** `past` and `verified` count entries; `minute` is for how many seconds the incremental proof lets others post. */
export type LedgerBenchSize = {
  rounds: number;
  seconds: number;
  accounts: number;
  past: number;
  verified: number;
  minute: number;
};
export const FULL: LedgerBenchSize = {
  rounds: 5,
  seconds: 3,
  accounts: 100_000,
  past: 10_000_000,
  verified: 4_000_000,
  minute: 60,
};
export const QUICK: LedgerBenchSize = {
  rounds: 3,
  seconds: 1,
  accounts: 10_000,
  past: 200_000,
  verified: 100_000,
  minute: 5,
};

type Bench = {
  readonly size: LedgerBenchSize;
  readonly say: (sentence: string) => void;
  readonly owner: pg.Pool;
  readonly appUrl: string;
  readonly book: TransferBook;
  readonly tpcb: { readonly same: string; readonly wide: string };
};
type Round = readonly [ours: number, bare: number];

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
      ...(await measureWal(bench)),
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

/** A book of its own, which the application's pool points to meanwhile. */
async function withBook<T>(
  scratch: Scratch,
  name: string,
  common: Pick<Bench, "size" | "say" | "tpcb">,
  work: (bench: Bench) => Promise<T>,
): Promise<T> {
  const { app: appUrl, owner: ownerUrl } = await scratch.createBook(name);
  const owner = makePool(ownerUrl, NO_LIMITS);
  const pool = makePool(appUrl, { ...NO_LIMITS, DESK_POOL_MAX: 12 });
  globalThis.deskPool = pool;
  process.env.DATABASE_URL = appUrl;
  try {
    return await work({ ...common, appUrl, owner, book: await openTransferBook(owner, common.size.accounts) });
  } finally {
    await Promise.all([owner.end(), pool.end()]);
    globalThis.deskPool = undefined;
  }
}

const NO_LIMITS = {
  DESK_POOL_MAX: 4,
  DESK_STATEMENT_TIMEOUT_MS: 0,
  DESK_LOCK_TIMEOUT_MS: 0,
  DESK_IDLE_IN_TRANSACTION_TIMEOUT_MS: 0,
  DESK_TRANSACTION_TIMEOUT_MS: 0,
};

async function inRounds(bench: Bench, name: string, round: () => Promise<Round>): Promise<Round[]> {
  const rounds: Round[] = [];
  for (let nth = 1; nth <= bench.size.rounds; nth += 1) {
    bench.say(`${name}, round ${nth} of ${bench.size.rounds}`);
    rounds.push(await round());
  }
  return rounds;
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

/** The log that a voucher writes, without the whole pages that follow a checkpoint. */
async function measureWal(bench: Bench): Promise<Figure[]> {
  const { owner, appUrl, book } = bench;
  const read = async () => {
    const { rows } = await owner.query<{ bytes: string; vouchers: bigint }>(
      `SELECT (wal_bytes - wal_fpi_bytes)::text AS bytes, (SELECT last_value FROM vouchers_id_seq) AS vouchers
       FROM (SELECT wal_bytes, wal_fpi * 8192 AS wal_fpi_bytes FROM pg_stat_wal) AS w`,
    );
    return { bytes: Number.parseFloat(rows[0]?.bytes ?? "0"), vouchers: Number(rows[0]?.vouchers ?? 0n) };
  };
  const before = await read();
  await measurePgbench(appUrl, { clients: 4, seconds: bench.size.seconds, script: singleVoucherScript(book) });
  const after = await read();
  const bytes = (after.bytes - before.bytes) / (after.vouchers - before.vouchers);
  return [sizeOf("log of a two-entry voucher and its receipt", "bytes", bytes, 1_200)];
}

function draftTransfer(book: TransferBook, from: number, to: number): VoucherDraft {
  const party = (place: number) => ({ id: book.firstAccountId + BigInt(place), no: `B${place + 1}` });
  const on = "2026-11-21";
  // Grows with time, as business numbers do: a key at a random place of a long index would write a page of log each.
  const key = `bench:${Date.now()}:${randomUUID()}`;
  return draftVoucher({
    event: "profit_share.paid",
    key,
    amounts: { share: 5n },
    asset: "CNY",
    owner: {},
    parties: { payer: party(from), receiver: party(to) },
    on,
    occurredAt: new Date(),
    objectType: "bench",
    objectNo: key,
  });
}

function somewhere(book: TransferBook): number {
  return Math.floor(Math.random() * book.accounts);
}

async function measureBatches(bench: Bench): Promise<Figure[]> {
  const { size, book, tpcb } = bench;
  const figures: Figure[] = [];
  for (const lines of [100, 1_000]) {
    const postBatch = () =>
      transact("bench.batch", { actor: SYSTEM_ACTOR, commandId: randomUUID(), now: new Date() }, {}, async (tx) => {
        const drafts = Array.from({ length: lines }, () => draftTransfer(book, somewhere(book), somewhere(book)));
        await postVouchers(tx, drafts);
        return accept(null);
      });
    const name = `batches of ${lines}, one connection`;
    const rounds = await inRounds(bench, name, async () => [
      (await measureCallers(1, size.seconds, postBatch)).perSecond * lines,
      await measurePgbench(tpcb.same, { clients: 1, seconds: size.seconds }),
    ]);
    figures.push(figureOf(name, "vouchers/s", ">=10", rounds));
  }
  return figures;
}

async function postTransfer(book: TransferBook, to: number): Promise<void> {
  const draft = draftTransfer(book, somewhere(book), to);
  const context = { actor: SYSTEM_ACTOR, commandId: randomUUID(), now: new Date() };
  const result = await postGathered({ name: "bench.post", context, input: { key: draft.key }, draft });
  invariant(result.ok, "a transfer is posted");
}

async function measureFromNode(bench: Bench, scratch: Scratch): Promise<Figure[]> {
  const { size, book } = bench;
  const naive = await openNaive(scratch, size.accounts);
  const ours = (to: () => number) => measureCallers(200, size.seconds, () => postTransfer(book, to()));
  const bare = (to: () => number) =>
    naive.use(() => measureCallers(16, size.seconds, () => postNaively(naive.book, somewhere(book), to())));
  const speeds: { random: number; hot: number; p99: number }[] = [];
  const random: Round[] = [];
  const hot: Round[] = [];
  await inRounds(bench, "from Node, 200 in flight", async () => {
    const [ourRandom, bareRandom] = [await ours(() => somewhere(book)), await bare(() => somewhere(book))];
    const [ourHot, bareHot] = [await ours(() => 0), await bare(() => 0)];
    random.push([ourRandom.perSecond, bareRandom.perSecond]);
    hot.push([ourHot.perSecond, bareHot.perSecond]);
    speeds.push({ random: ourRandom.perSecond, hot: ourHot.perSecond, p99: ourHot.p99Ms });
    return [0, 0];
  });
  await naive.end();
  return [
    figureOf("from Node, 200 in flight, against naive", "vouchers/s", ">=30", random),
    figureOf("one hot account, 200 in flight, against naive", "vouchers/s", ">=50", hot),
    sizeOf("one hot account, 99 of 100 answered within", "ms", median(speeds.map((one) => one.p99)), 100),
    figureOf(
      "one hot account against random ones",
      "vouchers/s",
      ">=1",
      speeds.map((one) => [one.hot, one.random] as const),
    ),
  ];
}

/** A book of its own for the naive way, which connects as the owner. */
async function openNaive(scratch: Scratch, accounts: number) {
  const { owner: url } = await scratch.createBook("naive");
  const pool = makePool(url, { ...NO_LIMITS, DESK_POOL_MAX: 16 });
  const book = await openTransferBook(pool, accounts);
  return {
    book,
    end: () => pool.end(),
    async use<T>(work: () => Promise<T>): Promise<T> {
      const [ourPool, ourPrisma] = [globalThis.deskPool, globalThis.deskPrisma];
      globalThis.deskPool = pool;
      globalThis.deskPrisma = undefined;
      try {
        return await work();
      } finally {
        globalThis.deskPool = ourPool;
        globalThis.deskPrisma = ourPrisma;
      }
    },
  };
}

/** A minute of posting as fast as it goes, then the proof of what is new; all of it while nothing else runs. */
async function measureIncrement({ book, size, say }: Bench): Promise<Figure[]> {
  say("proving everything once");
  const first = await proveIncrement();
  say(
    first.ok
      ? "posting for a minute"
      : `the books of the benchmark do not prove: ${JSON.stringify(first.checks.filter((one) => !one.ok))}`,
  );
  const load = await measureCallers(200, size.minute, () => postTransfer(book, somewhere(book)));
  const began = performance.now();
  await proveIncrement();
  const seconds = (performance.now() - began) / 1000;
  const vouchers = Math.round(load.perSecond * size.minute);
  return [
    sizeOf(`incremental verify of ${size.minute} s of full load, ${vouchers} vouchers`, "s", seconds, size.minute / 60),
  ];
}

async function measureVerify(bench: Bench): Promise<Figure[]> {
  const { owner, book, size } = bench;
  bench.say(`filling up to ${size.verified} entries`);
  await fillPast(owner, book, size.verified);
  const clock = async (work: () => Promise<unknown>) => {
    const began = performance.now();
    await work();
    return (performance.now() - began) / 1000;
  };
  const rounds = await inRounds(bench, `verify of ${size.verified} entries`, async () => [
    await clock(() => verifyBooks(reader)),
    await clock(() => owner.query("SELECT account_id, sum(change_minor) FROM entries GROUP BY account_id")),
  ]);
  return [figureOf(`full verify of ${size.verified} entries, against one scan and sum`, "s", "<=10", rounds)];
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
