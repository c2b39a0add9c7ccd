import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { Actor } from "@/core/permissions/actor";
import type { Desk } from "./desk-fixture";

export const WENT_THROUGH = "it went through";

/**
 * Raw SQL as the application's role, in a command of the actor's that has even claimed its id. Answers the code of the
 * error that stops it, or that it went through.
 */
export async function forge(
  desk: Desk,
  actor: Actor,
  work: (client: pg.PoolClient, commandId: string) => Promise<unknown>,
): Promise<string> {
  const client = await desk.db.pool.connect();
  const commandId = randomUUID();
  try {
    await client.query("BEGIN");
    await client.query("INSERT INTO receipts (command_id, name, input_hash, actor_id) VALUES ($1, 'forged', '', $2)", [
      commandId,
      actor.userId,
    ]);
    await work(client, commandId);
    await client.query("UPDATE receipts SET outcome = 'null' WHERE command_id = $1", [commandId]);
    await client.query("COMMIT");
    return WENT_THROUGH;
  } catch (error) {
    await client.query("ROLLBACK");
    return (error as pg.DatabaseError).code ?? String(error);
  } finally {
    client.release();
  }
}
