import "server-only";
import type { Json } from "@/core/json";
import type { DbTransaction } from "@/server/transact";
import type { TopicName } from "./topics";

/** Leaves a message for the worker; it becomes visible with the command's commit and not otherwise. */
export async function enqueue(tx: DbTransaction, topic: TopicName, payload: Json): Promise<void> {
  await tx.query("INSERT INTO outbox (topic, payload, command_id) VALUES ($1, $2, $3)", [
    topic,
    JSON.stringify(payload),
    tx.context.commandId,
  ]);
}
