import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Json } from "@/core/json";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { getClock } from "@/server/clock";
import { adoptByPolicy } from "@/server/commands/adopt-by-policy";

const adoptPayload = z.object({ channel: z.string() });

/** Books by the policy what a batch has found. Twice does no harm: the second time nothing is open any more. */
export async function adoptAfterBatch(payload: Json): Promise<void> {
  const { channel } = adoptPayload.parse(payload);
  const context = { actor: SYSTEM_ACTOR, commandId: randomUUID(), now: getClock().now() };
  const adopted = await adoptByPolicy(context, { channel });
  if (!adopted.ok) throw new Error(`statuses of ${channel} could not be taken over: ${adopted.refusal.message}`);
}
