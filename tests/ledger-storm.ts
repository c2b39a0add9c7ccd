import { randomUUID } from "node:crypto";
import pg from "pg";
import { makePool } from "@/server/db";
import type { TestDatabase } from "./database";
import { openStormBook, type StormBook } from "./ledger-storm-book";
import { STEPS, type Step } from "./ledger-storm-steps";
import { type Random, randomOf } from "./random";
import { closeRaw, inCommand } from "./raw-ledger";

/** What came of a storm: what its writers know, and how many of each outcome. */
export type StormReport = { readonly book: StormBook; readonly outcomes: ReadonlyMap<string, number> };

/** What writers may be told in a storm: the refusals of the laws. Anything else is a fault. */
const REFUSALS = new Set(["no_overdraft", "CD001", "CD005", "CD017"]);
/** Deadlocks and races for a unique key are tried again, as `transact` does. */
const RETRIED = new Set(["40001", "40P01", "23505"]);
const MAX_ATTEMPTS = 20;
const DAYS_CLOSED = "2026-10-31";

/** Lets `writers` connections do `steps` random things each, all at once; `watch` is called a few times meanwhile. */
export async function storm(
  db: TestDatabase,
  size: { readonly seed: number; readonly writers: number; readonly steps: number },
  watch: () => Promise<void>,
): Promise<StormReport> {
  const limits = {
    DESK_STATEMENT_TIMEOUT_MS: 60_000,
    DESK_LOCK_TIMEOUT_MS: 60_000,
    DESK_TRANSACTION_TIMEOUT_MS: 120_000,
  };
  const pool = makePool(db.appUrl, {
    ...limits,
    DESK_POOL_MAX: size.writers,
    DESK_IDLE_IN_TRANSACTION_TIMEOUT_MS: 60_000,
  });
  try {
    const book = await openStormBook(pool);
    await inCommand(pool, (client, command) => closeRaw(client, command, DAYS_CLOSED));
    const outcomes = new Map<string, number>();
    let left = size.writers;
    const writers = Array.from({ length: size.writers }, async (_, writer) => {
      const random = randomOf(size.seed * 1_000 + writer);
      for (let step = 0; step < size.steps; step += 1) {
        const outcome = await takeStep(pool, book, random.pick(STEPS), random);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
      left -= 1;
    });
    const all = Promise.all(writers);
    const watching = (async () => {
      while (left > 0) {
        await watch();
        await Promise.race([all, new Promise((resolve) => setTimeout(resolve, 1_000))]);
      }
    })();
    await all;
    await watching;
    return { book, outcomes };
  } finally {
    await pool.end();
  }
}

async function takeStep(pool: pg.Pool, book: StormBook, step: Step, random: Random): Promise<string> {
  // Decided once: an attempt that is repeated does the same again.
  const act = step.decide(book, random);
  if (act === null) return `${step.name}: nothing to do`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await act(pool, randomUUID());
      return step.name;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      const code = error.constraint === "no_overdraft" ? "no_overdraft" : (error.code ?? "");
      if (REFUSALS.has(code)) return `${step.name}: ${code}`;
      if (!RETRIED.has(code) || attempt === MAX_ATTEMPTS) throw error;
      book.retries.set(`${step.name} ${code}`, (book.retries.get(`${step.name} ${code}`) ?? 0) + 1);
      await new Promise((resolve) => setTimeout(resolve, random.below(20 * attempt)));
    }
  }
}
