import "server-only";
import type pg from "pg";
import type { Json } from "@/core/json";
import { getPool } from "@/server/db";
import { beginWithin, type CommandContext, type DbReader, hashIntent } from "@/server/transact";

/** A command among others: its name and intent, as its receipt keeps them. */
export type ClaimedCommand = { readonly name: string; readonly context: CommandContext; readonly input: Json };

/**
 * Runs `effect` for many commands in one transaction, all or none. It claims the ones that it does (`claimCommands`) and writes
 * their outcomes. Nothing is tried again: what throws has had no effect, or, since an error during COMMIT proves nothing, the
 * whole of it. Each command is then asked for by itself, by `transact`, which finds its receipt or does the work.
 */
export async function transactTogether<T>(effect: (tx: DbReader) => Promise<T>, seconds = 30): Promise<T> {
  const client = await getPool().connect();
  let broken: Error | undefined;
  try {
    await client.query(beginWithin(seconds));
    const done = await effect({
      async query<Row extends pg.QueryResultRow>(sql: string, params: readonly unknown[] = []) {
        const { rows } = await client.query<Row>(sql, [...params]);
        return rows;
      },
    });
    await client.query("COMMIT");
    return done;
  } catch (error) {
    await client.query("ROLLBACK").catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Claims the commands' ids, of which none may be known. Whoever loses a race for one fails, and its batch with it. */
export async function claimCommands(tx: DbReader, commands: readonly ClaimedCommand[]): Promise<void> {
  await tx.query(
    `INSERT INTO receipts (command_id, name, actor_id, input_hash)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[])`,
    [
      commands.map(({ context }) => context.commandId),
      commands.map(({ name }) => name),
      commands.map(({ context }) => context.actor.userId),
      commands.map(({ name, input }) => hashIntent(name, input)),
    ],
  );
}
