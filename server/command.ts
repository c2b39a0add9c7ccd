import "server-only";
import type { Json } from "@/core/json";
import { isPermitted, PERMISSIONS, type Permission } from "@/core/permissions/permissions";
import { type Refusal, type Result, refuse } from "@/core/result";
import { appendRefusal } from "@/server/audit/append-audit";
import { postGathered, type VoucherOutcome } from "@/server/store/post-gathered";
import type { VoucherDraft } from "@/server/store/post-vouchers";
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
      : refuseActor(permission);
    if (!result.ok) await appendRefusalOf(context, action, definition.object(input), result.refusal);
    return result;
  };
}

/**
 * Makes a command that is nothing but one voucher, for facts that come one by one and many at once: permission, a draft
 * made of reads alone, then posting together with whoever posts at the same moment (see `postGathered`). Its trail is its
 * receipt and its voucher; a refusal has its line in the audit trail.
 */
export function definePosting<Input>(definition: {
  readonly action: string;
  readonly permission: Permission;
  readonly object: (input: Input) => { type: string; no: string };
  readonly toHashed: (input: Input) => Json;
  readonly draft: (input: Input) => Promise<Result<VoucherDraft>>;
}): Command<Input, VoucherOutcome> {
  return async (context, input) => {
    const { action: name, permission } = definition;
    const post = async (): Promise<Result<VoucherOutcome>> => {
      const draft = await definition.draft(input);
      if (!draft.ok) return draft;
      return postGathered({ name, context, input: definition.toHashed(input), draft: draft.value });
    };
    const result = isPermitted(context.actor.roles, permission) ? await post() : refuseActor(permission);
    if (!result.ok) await appendRefusalOf(context, name, definition.object(input), result.refusal);
    return result;
  };
}

function refuseActor(permission: Permission): Result<never> {
  const message = `Your roles do not allow you to ${PERMISSIONS[permission].sentence}.`;
  return refuse("not_permitted", message, { permission });
}

async function appendRefusalOf(
  context: CommandContext,
  action: string,
  object: { type: string; no: string },
  { code, message }: Refusal,
): Promise<void> {
  await appendRefusal(context, { action, objectType: object.type, objectNo: object.no, detail: { code, message } });
}
