import { randomUUID } from "node:crypto";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { accept, invariant } from "@/core/result";
import { makePool } from "@/server/db";
import { postGathered } from "@/server/store/post-gathered";
import { draftVoucher, postVouchers, type VoucherDraft } from "@/server/store/post-vouchers";
import { transact } from "@/server/transact";
import { measureCallers } from "./callers";
import { type Figure, figureOf, median, sizeOf } from "./figure";
import { type Bench, inRounds, NO_LIMITS, type Round } from "./ledger-bench";
import { postNaively } from "./naive-posting";
import { measurePgbench } from "./pgbench";
import type { Scratch } from "./scratch";
import { openTransferBook, type TransferBook } from "./transfer-book";

const NUMBER_DIGITS = 7;
let transfers = 0;

export function draftTransfer(book: TransferBook, from: number, to: number): VoucherDraft {
  const party = (place: number) => ({ id: book.firstAccountId + BigInt(place), no: `B${place + 1}` });
  const on = "2026-11-21";
  // Grows with time, as business numbers do: a key at a random place of a long index would write a page of log each. As long
  // as the numbers of the single vouchers (`singleVoucherScript`), and as there, the key ends in its object's number.
  transfers += 1;
  const objectNo = `${Date.now()}${String(transfers).padStart(NUMBER_DIGITS, "0")}`;
  const key = `bench:${objectNo}`;
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
    objectNo,
  });
}

export function somewhere(book: TransferBook): number {
  return Math.floor(Math.random() * book.accounts);
}

export async function measureBatches(bench: Bench): Promise<Figure[]> {
  const { size, book, tpcb } = bench;
  const figures: Figure[] = [];
  for (const lines of [100, 1_000]) {
    const name = `batches of ${lines}, one connection`;
    const rounds = await inRounds(bench, name, async () => [
      (await measureCallers(1, size.seconds, () => postBatch(book, lines))).perSecond * lines,
      await measurePgbench(tpcb.same, { clients: 1, seconds: size.seconds }),
    ]);
    figures.push(figureOf(name, "vouchers/s", ">=10", rounds));
  }
  return figures;
}

/** So many vouchers as one command with one receipt. */
export async function postBatch(book: TransferBook, vouchers: number): Promise<void> {
  const context = { actor: SYSTEM_ACTOR, commandId: randomUUID(), now: new Date() };
  const result = await transact("bench.batch", context, {}, async (tx) => {
    const drafts = Array.from({ length: vouchers }, () => draftTransfer(book, somewhere(book), somewhere(book)));
    await postVouchers(tx, drafts);
    return accept(null);
  });
  invariant(result.ok, "a batch is posted");
}

export async function postTransfer(book: TransferBook, to: number): Promise<void> {
  const draft = draftTransfer(book, somewhere(book), to);
  const context = { actor: SYSTEM_ACTOR, commandId: randomUUID(), now: new Date() };
  const result = await postGathered({ name: "bench.post", context, input: { key: draft.key }, draft });
  invariant(result.ok, "a transfer is posted");
}

export async function measureFromNode(bench: Bench, scratch: Scratch): Promise<Figure[]> {
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
export async function openNaive(scratch: Scratch, accounts: number) {
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
