import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Json } from "@/core/json";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { getClock } from "@/server/clock";
import { runReconciliation } from "@/server/commands/run-reconciliation";
import { reader } from "@/server/transact";

const rerunPayload = z.object({ channel: z.string(), date: z.string() });

/**
 * Runs a day again after what was said about it. A day that was never run needs nothing, since its first run will know
 * it. Twice does no harm: the second batch finds the same.
 */
export async function rerunReconciliation(payload: Json): Promise<void> {
  const { channel, date } = rerunPayload.parse(payload);
  const [batch] = await reader.query(
    `SELECT b.id FROM batches b JOIN channels c ON c.id = b.channel_id
     WHERE c.code = $1 AND b.statement_on = $2 AND b.is_current`,
    [channel, date],
  );
  if (!batch) return;
  const context = { actor: SYSTEM_ACTOR, commandId: randomUUID(), now: getClock().now() };
  const ran = await runReconciliation(context, { channel, date });
  if (!ran.ok) throw new Error(`${channel} of ${date} could not be run again: ${ran.refusal.message}`);
}
