import "server-only";
import type { Json } from "@/core/json";
import { isPermitted, PERMISSIONS, type Permission } from "@/core/permissions/permissions";
import { type Result, refuse } from "@/core/result";
import { appendRefusal } from "@/server/audit/append-audit";
import { type CommandContext, type DbTransaction, transact } from "@/server/transact";

export type Command<Input, Output> = (context: CommandContext, input: Input) => Promise<Result<Output>>;

/**
 * Makes a command: permission, then one transaction (see `transact`), and a refusal's line in the audit trail. `action`
 * is the audit's word for it, `object` what it is about. `toHashed` is the part of the input that makes the intent; it
 * is the whole input unless that holds something JSON cannot carry.
 */
export function defineCommand<Input, Output extends Json>(definition: {
  readonly action: string;
  readonly permission: Permission;
  readonly object: (input: Input) => { type: string; no: string };
  readonly toHashed: (input: Input) => Json;
  readonly seconds?: number;
  readonly effect: (tx: DbTransaction, input: Input) => Promise<Result<Output>>;
}): Command<Input, Output> {
  return async (context, input) => {
    const { action, permission, effect } = definition;
    const result = isPermitted(context.actor.roles, permission)
      ? await transact(action, context, definition.toHashed(input), (tx) => effect(tx, input), {
          ...(definition.seconds === undefined ? {} : { seconds: definition.seconds }),
        })
      : refuse("not_permitted", `Your roles do not allow you to ${PERMISSIONS[permission].sentence}.`, { permission });
    if (!result.ok) {
      const object = definition.object(input);
      const { code, message } = result.refusal;
      await appendRefusal(context, { action, objectType: object.type, objectNo: object.no, detail: { code, message } });
    }
    return result;
  };
}
