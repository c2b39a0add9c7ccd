import "server-only";
import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import type { Json } from "@/core/json";
import type { Actor } from "@/core/permissions/actor";
import { accept, invariant, type Refusal, type Result, refuse } from "@/core/result";
import { getPool } from "@/server/db";
import { inTransaction, readerOn } from "@/server/in-transaction";

/** Who asks, under which id (minted where the intent arose), and what time it is. */
export type CommandContext = { readonly actor: Actor; readonly commandId: string; readonly now: Date };

/** Whatever answers SQL: the pool for reads, or the transaction of a command. */
export type DbReader = {
  query<Row extends pg.QueryResultRow>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
};

/** An open transaction of one command. Every row that the command writes carries `context.commandId`. */
export type DbTransaction = DbReader & { readonly context: CommandContext; readonly client: pg.PoolClient };

/** Reads outside of any command, each on a connection of the pool. */
export const reader: DbReader = {
  async query<Row extends pg.QueryResultRow>(sql: string, params: readonly unknown[] = []) {
    const { rows } = await getPool().query<Row>(sql, [...params]);
    return rows;
  },
};

export type TransactRefusal = Refusal<
  "command_id_reused" | "balance_insufficient" | "books_not_proven" | "money_out_stopped"
>;

const MAX_ATTEMPTS = 5;
const SERIALIZATION_FAILURE = "40001";
const DEADLOCK = "40P01";
const UNIQUE_VIOLATION = "23505";
const CHECK_VIOLATION = "23514";
// A unique violation means that somebody else was first: the next attempt sees their row and decides on it.
const RETRIED = new Set([SERIALIZATION_FAILURE, DEADLOCK, UNIQUE_VIOLATION]);
// The server is shutting down, has crashed or is starting; or the connection itself failed.
const LOST = /^(57P0[123]|08...)$/;

/** SHA-256 over the input with its keys in order: the same intent always hashes the same. */
export function hashInput(input: Json): string {
  return createHash("sha256").update(canonicalJson(input)).digest("hex");
}

/** What a command's receipt keeps of its intent: a command id stands for one name with one input. */
export function hashIntent(name: string, input: Json): string {
  return hashInput([name, input]);
}

function canonicalJson(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    // By their bytes, as `canonical_json` in the database sorts them; JavaScript's own order differs beyond U+FFFF.
    entries.sort(([left], [right]) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
  }
  return JSON.stringify(value ?? null);
}

/**
 * Runs `effect` as one command in one transaction. The same command id with the same input replays the first answer;
 * with another input it is refused. A refusal rolls everything back. Deadlocks and serialization failures are tried
 * again, at most five times. An error during COMMIT proves nothing, so the receipt is looked up before it is believed.
 */
export async function transact<T extends Json>(
  name: string,
  context: CommandContext,
  input: Json,
  effect: (tx: DbTransaction) => Promise<Result<T>>,
  options: { readonly seconds?: number } = {},
): Promise<Result<T>> {
  const inputHash = hashIntent(name, input);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptOnce(name, context, inputHash, effect, options.seconds ?? 30);
    } catch (error) {
      if (isOverdraft(error)) {
        return refuse(
          "balance_insufficient",
          "An account that may not be overdrawn lacks the money; nothing was posted.",
        );
      }
      if (isStoppedByAlarm(error)) return booksNotProven();
      if (isStoppedByPeople(error)) return moneyOutStopped();
      if (attempt >= MAX_ATTEMPTS || !isWorthRetrying(error)) throw error;
      await wait(10 * attempt + Math.random() * 20 * attempt);
    }
  }
}

async function attemptOnce<T extends Json>(
  name: string,
  context: CommandContext,
  inputHash: string,
  effect: (tx: DbTransaction) => Promise<Result<T>>,
  seconds: number,
): Promise<Result<T>> {
  const { result } = await inTransaction(
    beginWithin(seconds),
    async (client) => {
      const earlier = await claim<T>(client, name, context, inputHash);
      if (earlier) return { result: earlier, isDone: false };
      const result = await effect({ ...readerOn(client), context, client });
      if (result.ok) await keepOutcome(client, context, result.value);
      return { result, isDone: result.ok };
    },
    ({ isDone }) => isDone,
  );
  return result;
}

async function keepOutcome(client: pg.PoolClient, { commandId }: CommandContext, outcome: Json): Promise<void> {
  await client.query("UPDATE receipts SET outcome = $2 WHERE command_id = $1", [commandId, JSON.stringify(outcome)]);
}

/**
 * One round trip for all. A transaction's clock runs from its beginning and is not set anew by another limit, so it is
 * switched off first: otherwise the session's own limit would end every long import. PostgreSQL knows `transaction_timeout`
 * since version 17, and refuses to set what it does not know.
 */
export function beginWithin(seconds: number): string {
  invariant(Number.isInteger(seconds), "a transaction's time is whole seconds");
  return `BEGIN; SELECT set_config('statement_timeout', '${seconds}s', true),
    CASE WHEN current_setting('transaction_timeout', true) IS NOT NULL THEN set_config('transaction_timeout', '0', true) END,
    CASE WHEN current_setting('transaction_timeout', true) IS NOT NULL THEN set_config('transaction_timeout', '${seconds}s', true) END`;
}

/**
 * Claims the command's id, or gives what it answered before. Two submissions of one command take turns at the claim: the
 * second waits for the first one's transaction, and finds its receipt or, when it was rolled back, claims for itself.
 */
async function claim<T extends Json>(
  client: pg.PoolClient,
  name: string,
  { commandId, actor }: CommandContext,
  inputHash: string,
): Promise<Result<T> | null> {
  const claimed = await client.query(
    `INSERT INTO receipts (command_id, name, actor_id, input_hash) VALUES ($1, $2, $3, $4)
     ON CONFLICT (command_id) DO NOTHING`,
    [commandId, name, actor.userId, inputHash],
  );
  if (claimed.rowCount === 1) return null;
  const { rows } = await client.query<{ actor_id: bigint | null; input_hash: string; outcome: T }>(
    "SELECT actor_id, input_hash, outcome FROM receipts WHERE command_id = $1",
    [commandId],
  );
  const [receipt] = rows;
  invariant(receipt, "an id that cannot be claimed has its receipt");
  const isTheirs = (receipt.actor_id?.toString() ?? null) === actor.userId;
  if (isTheirs && receipt.input_hash === inputHash) return accept(receipt.outcome);
  return refuse("command_id_reused", "This command id was used for something else; nothing was changed. Start again.");
}

function isOverdraft(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === CHECK_VIOLATION && error.constraint === "no_overdraft";
}

/** The database's guard on money that we would send out while a proof of the books has failed (migration 0800). */
function isStoppedByAlarm(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === "CD018";
}

/** The same while somebody, or a restored database, has stopped money going out (migration 2700). */
function isStoppedByPeople(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === "CD041";
}

export function moneyOutStopped(): { ok: false; refusal: Refusal<"money_out_stopped"> } {
  return refuse("money_out_stopped", "No money is sent out at present; see the page Money out. Nothing was changed.");
}

export function booksNotProven(): { ok: false; refusal: Refusal<"books_not_proven"> } {
  return refuse(
    "books_not_proven",
    "A proof of the books has failed; until a full proof holds, no money is sent out. Nothing was changed.",
  );
}

/** A connection lost at COMMIT leaves the outcome open: the next attempt finds the receipt, or does the work. */
function isWorthRetrying(error: unknown): boolean {
  if (error instanceof pg.DatabaseError)
    return error.code !== undefined && (RETRIED.has(error.code) || LOST.test(error.code));
  return error instanceof Error && /connection|terminated|ECONN|EPIPE/i.test(error.message);
}
