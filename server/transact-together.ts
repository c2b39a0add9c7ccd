import "server-only";
import type { Json } from "@/core/json";
import { inTransaction, readerOn } from "@/server/in-transaction";
import { beginWithin, type CommandContext, type DbReader, hashIntent } from "@/server/transact";

/** A command among others: its name and intent, as its receipt keeps them. */
export type ClaimedCommand = { readonly name: string; readonly context: CommandContext; readonly input: Json };

/**
 * Runs `effect` for many commands in one transaction, all or none. It claims the ones that it does (`claimCommands`) and writes
 * their outcomes. Nothing is tried again: what throws has had no effect, or, since an error during COMMIT proves nothing, the
 * whole of it. Each command is then asked for by itself, by `transact`, which finds its receipt or does the work.
 */
export function transactTogether<T>(effect: (tx: DbReader) => Promise<T>, seconds = 30): Promise<T> {
  return inTransaction(beginWithin(seconds), (client) => effect(readerOn(client)));
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
