import "server-only";
import { randomUUID } from "node:crypto";
import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { z } from "zod";
import type { ActionResult } from "@/contracts/action-result";
import type { Json } from "@/core/json";
import type { Actor } from "@/core/permissions/actor";
import { getActor } from "@/server/auth/actor";
import { getClock } from "@/server/clock";
import type { Command } from "@/server/command";
import { getLog } from "@/server/log";
import { isOwnOrigin } from "@/server/own-origin";

const withCommandId = z.object({ commandId: z.uuid() });

/**
 * Makes the one kind of thing that a "use server" file may export. In order: is the caller's page ours, who is it, is
 * the input of its shape; the command then checks the permission and does the rest. The client sends references and
 * intents, and the command id that its dialog minted; never an amount that the server can derive.
 */
export function defineAction<Input, Output extends Json>(definition: {
  readonly input: z.ZodType<Input>;
  readonly command: Command<Input, Output>;
  readonly revalidates?: readonly string[];
  /** Who may ask; `getActor` unless the action has to serve somebody who may do nothing else yet. */
  readonly identify?: () => Promise<Actor | null>;
}): (raw: unknown) => Promise<ActionResult<Output>> {
  return async (raw) => {
    if (!isOwnOrigin((await headers()).get("origin")))
      return refused("origin_foreign", "This request came from another site; nothing was done.");
    const actor = await (definition.identify ?? getActor)();
    if (!actor) return refused("signed_out", "You are signed out. Sign in again; nothing was done.");
    const envelope = withCommandId.safeParse(raw);
    const parsed = definition.input.safeParse(raw);
    if (!envelope.success) return refused("input_invalid", "The request lacks its command id; nothing was done.");
    if (!parsed.success) {
      return refused("input_invalid", "Something in the form is not as it should be; nothing was done.", {
        details: parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`),
      });
    }
    try {
      const context = { actor, commandId: envelope.data.commandId, now: getClock().now() };
      const result = await definition.command(context, parsed.data);
      if (result.ok) for (const path of definition.revalidates ?? []) revalidatePath(path);
      return result;
    } catch (error) {
      const requestId = randomUUID();
      getLog().error({ err: error, requestId, commandId: envelope.data.commandId }, "an action failed");
      return refused("internal_fault", "Something went wrong on our side. Look again before you repeat it.", {
        params: { requestId },
      });
    }
  };
}

function refused(
  code: string,
  message: string,
  more: { params?: Record<string, string>; details?: string[] } = {},
): ActionResult<never> {
  return { ok: false, refusal: { code, message, ...more } };
}
