import { CATALOGUE } from "@/core/ledger/catalogue";
import { invariant } from "@/core/result";
import { type AccountRef, accountKey, findOrOpenAccounts } from "@/server/store/accounts";
import { toAccountLines, type VoucherDraft } from "@/server/store/post-vouchers";
import { type DbTransaction, reader } from "@/server/transact";
import { dayOf } from "./story-desk";

export type Hold = { readonly id: bigint; readonly status: string };

/** Freezes an amount of an account for a trade until `expiresOn` (days after T) at 16:00. */
export async function freeze(
  tx: DbTransaction,
  objectNo: string,
  ref: AccountRef,
  amountMinor: bigint,
  expiresOn: number,
): Promise<void> {
  const account = (await findOrOpenAccounts(tx, [ref])).get(accountKey(ref));
  await tx.query("SELECT ledger_hold($1, $2, $3, $4, 'story', $5, 'frozen for a trade', $6)", [
    tx.context.commandId,
    `hold:${objectNo}`,
    account,
    amountMinor,
    objectNo,
    `${dayOf(expiresOn)}T16:00:00+08:00`,
  ]);
}

export async function holdOf(objectNo: string): Promise<Hold> {
  const [hold] = await reader.query<Hold>("SELECT id, status FROM holds WHERE object_no = $1", [objectNo]);
  invariant(hold, `${objectNo} has a hold`);
  return hold;
}

/** Posts the voucher and uses the whole hold for it, in one call: both happen, or neither. */
export async function capture(tx: DbTransaction, draft: VoucherDraft, amountMinor: bigint): Promise<void> {
  const { id } = await holdOf(draft.objectNo);
  const lines = await toAccountLines(tx, [draft]);
  await tx.query("SELECT ledger_capture($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', NULL, $11, $12, $13)", [
    tx.context.commandId,
    [id],
    [amountMinor],
    draft.key,
    draft.event,
    CATALOGUE[draft.event].version,
    draft.on,
    draft.occurredAt,
    draft.objectType,
    draft.objectNo,
    lines.accounts,
    lines.sides,
    lines.amounts,
  ]);
}

/** Releases what is held beyond its time at this hour of the day; answers how many. */
export async function expire(tx: DbTransaction, day: number, hour: string): Promise<number> {
  const now = `${dayOf(day)}T${hour}+08:00`;
  return (await tx.query("SELECT * FROM ledger_expire_holds($1, $2)", [tx.context.commandId, now])).length;
}
