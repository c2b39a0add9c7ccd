import { invariant } from "@/core/result";
import { type AccountRef, accountKey, findOrOpenAccounts } from "@/server/store/accounts";
import { captureHold, holdAmount } from "@/server/store/holds";
import type { VoucherDraft } from "@/server/store/post-vouchers";
import { type DbTransaction, reader } from "@/server/transact";

type StoryHold = { readonly id: bigint; readonly status: string };

/** Freezes an amount of an account for a trade, until `expiresAt`. */
export async function freeze(
  tx: DbTransaction,
  objectNo: string,
  ref: AccountRef,
  amountMinor: bigint,
  expiresAt: Date,
): Promise<void> {
  const accountId = (await findOrOpenAccounts(tx, [ref])).get(accountKey(ref));
  invariant(accountId !== undefined, "the account to freeze is open");
  const about = { key: `hold:${objectNo}`, objectType: "story", objectNo, reason: "frozen for a trade" };
  await holdAmount(tx, { ...about, accountId, amountMinor, expiresAt });
}

export async function holdOf(objectNo: string): Promise<StoryHold> {
  const [hold] = await reader.query<StoryHold>("SELECT id, status FROM holds WHERE object_no = $1", [objectNo]);
  invariant(hold, `${objectNo} has a hold`);
  return hold;
}

/** Posts the voucher and uses that much of its object's hold for it, in one call: both happen, or neither. */
export async function capture(tx: DbTransaction, draft: VoucherDraft, amountMinor: bigint): Promise<void> {
  const { id } = await holdOf(draft.objectNo);
  await captureHold(tx, [{ holdId: id, amountMinor }], draft);
}
