import type pg from "pg";
import type { Random } from "./random";
import { openAccount, type RawLine, type RawPosted, type RawVoucher } from "./raw-ledger";

/** A posting that was answered: between which ticks of one counter, and with which lines. */
export type Posted = RawPosted & { readonly lines: readonly RawLine[]; readonly from: number; readonly to: number };

/** The accounts of a storm, and what its writers know of what they did. */
export type StormBook = {
  readonly channels: Record<string, bigint[]>;
  readonly shops: Record<string, bigint[]>;
  /** These are made buffered and direct again; `ordered` is one that never is. */
  readonly hot: bigint[];
  readonly ordered: bigint;
  /** By key, as it was first answered. */
  readonly posted: Map<string, Posted>;
  readonly holds: { readonly id: bigint; readonly account: bigint; readonly channel: bigint }[];
  /** How often a key was answered as new: once, or the book is wrong. */
  readonly fresh: Map<string, number>;
  /** Deadlocks and lost races, by step. */
  readonly retries: Map<string, number>;
  counter: { key: number; tick: number };
};
const ASSETS = ["CNY", "CNY", "CNY", "USD"] as const;

export async function openStormBook(pool: pg.Pool): Promise<StormBook> {
  const open = (prefix: string, gl: string, asset: string, count: number) =>
    Promise.all(Array.from({ length: count }, (_, n) => openAccount(pool, `${prefix}-${asset}-${n}`, gl, asset)));
  const channels = { CNY: await open("CHANNEL", "1122", "CNY", 4), USD: await open("CHANNEL", "1122", "USD", 2) };
  const shops = { CNY: await open("SHOP", "2202.02", "CNY", 10), USD: await open("SHOP", "2202.02", "USD", 4) };
  const hot = shops.CNY.slice(0, 3);
  const ordered = shops.CNY[9] ?? 0n;
  return {
    channels,
    shops,
    hot,
    ordered,
    posted: new Map(),
    holds: [],
    fresh: new Map(),
    retries: new Map(),
    counter: { key: 0, tick: 0 },
  };
}

/** A lawful voucher of two to six lines: in, out, between two shops, split, through one and on, or of two assets. */
export function draft(book: StormBook, random: Random): RawVoucher {
  const asset = random.pick(ASSETS);
  const [channel, cny, usd] = [asset, "CNY", "USD"].map((of) => random.pick(book.channels[of] ?? []));
  const [one, two, dollars] = [asset, asset, "USD"].map((of) => random.pick(book.shops[of] ?? []));
  const hot = asset === "CNY" ? random.pick(book.hot) : one;
  const amount = BigInt(1 + random.below(400));
  type Sketch = [account: bigint | undefined, side: "DEBIT" | "CREDIT", amount: bigint][];
  const sketch = random.pick<() => Sketch>([
    () => [
      [channel, "DEBIT", amount * 2n],
      [one, "CREDIT", amount * 2n],
    ],
    () => [
      [channel, "DEBIT", amount * 3n],
      [hot, "CREDIT", amount * 3n],
    ],
    () => [
      [one, "DEBIT", amount],
      [channel, "CREDIT", amount],
    ],
    () => [
      [hot, "DEBIT", amount],
      [two, "CREDIT", amount],
    ],
    () => [
      [one, "DEBIT", amount],
      [two, "CREDIT", amount],
    ],
    () => [
      [channel, "DEBIT", amount + 9n],
      [two, "CREDIT", 9n],
      [hot, "CREDIT", amount],
    ],
    () => [
      [channel, "DEBIT", amount],
      [hot, "CREDIT", amount],
      [hot, "DEBIT", amount],
      [one, "CREDIT", amount],
    ],
    () => [
      [cny, "DEBIT", amount],
      [usd, "DEBIT", 7n],
      [dollars, "CREDIT", 7n],
      [book.ordered, "CREDIT", amount],
    ],
  ])();
  const lines = sketch.map(([account, side, minor]): RawLine => [account ?? 0n, side, minor]);
  book.counter.key += 1;
  return { key: `v-${book.counter.key}`, day: dayOf(random), lines };
}

const dayOf = (random: Random): string => `2026-11-${String(1 + random.below(25)).padStart(2, "0")}`;

/** The next value of the counter by which a storm orders what happens in it. */
export function tick(book: StormBook): number {
  book.counter.tick += 1;
  return book.counter.tick;
}

/** Remembers what postings were answered; throws where two answers about one key do not agree. */
export function note(book: StormBook, vouchers: readonly RawVoucher[], rows: readonly RawPosted[], from: number): void {
  const to = tick(book);
  vouchers.forEach(({ key, lines }, index) => {
    const row = rows[index];
    if (row === undefined) throw new Error(`${key} was not answered`);
    const known = book.posted.get(key);
    if (known && known.voucher_no !== row.voucher_no)
      throw new Error(`${key} is ${known.voucher_no} and ${row.voucher_no}`);
    if (!known) book.posted.set(key, { ...row, lines, from, to });
    if (!row.existed) book.fresh.set(key, (book.fresh.get(key) ?? 0) + 1);
  });
}
