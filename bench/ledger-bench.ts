import type pg from "pg";
import { makePool } from "@/server/db";
import type { Scratch } from "./scratch";
import { openTransferBook, type TransferBook } from "./transfer-book";

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

export type Bench = {
  readonly size: LedgerBenchSize;
  readonly say: (sentence: string) => void;
  readonly owner: pg.Pool;
  readonly appUrl: string;
  readonly book: TransferBook;
  readonly tpcb: { readonly same: string; readonly wide: string };
};
export type Round = readonly [ours: number, bare: number];

/** A book of its own, which the application's pool points to meanwhile. */
export async function withBook<T>(
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

export const NO_LIMITS = {
  DESK_POOL_MAX: 4,
  DESK_STATEMENT_TIMEOUT_MS: 0,
  DESK_LOCK_TIMEOUT_MS: 0,
  DESK_IDLE_IN_TRANSACTION_TIMEOUT_MS: 0,
  DESK_TRANSACTION_TIMEOUT_MS: 0,
};

export async function inRounds(bench: Bench, name: string, round: () => Promise<Round>): Promise<Round[]> {
  const rounds: Round[] = [];
  for (let nth = 1; nth <= bench.size.rounds; nth += 1) {
    bench.say(`${name}, round ${nth} of ${bench.size.rounds}`);
    rounds.push(await round());
  }
  return rounds;
}
