import "server-only";
import { invariant } from "@/core/result";
import { findOrOpenAccounts } from "@/server/store/accounts";
import { captureEach, captureHold, holdAmount, releaseHold } from "@/server/store/holds";
import type { PostedVoucher, VoucherDraft } from "@/server/store/post-vouchers";
import type { DbReader, DbTransaction } from "@/server/transact";

/** What an attempt is to take out of a reserve bank; `bankAccount` is the code of the account there. */
export type ToReserve = {
  readonly outNo: string;
  readonly objectNo: string;
  readonly bankAccount: string;
  readonly asset: string;
  readonly amountMinor: bigint;
};
type Leaving = Pick<ToReserve, "outNo" | "amountMinor">;
export type Reserve = { readonly holdId: bigint; readonly bankAccount: string };

/** By what a hold of an attempt is known. */
export const reserveKeyOf = (outNo: string) => `payout:${outNo}`;

/**
 * Keeps the money of an attempt ready in the reserve bank, as a hold on its account (1002). The same constraint that keeps
 * an account from being overdrawn keeps all attempts together within what the bank has; too little throws, and `transact`
 * refuses.
 */
export async function reserveMoney(tx: DbTransaction, wanted: ToReserve): Promise<void> {
  const { outNo, objectNo, bankAccount, asset, amountMinor } = wanted;
  const accounts = await findOrOpenAccounts(tx, [{ place: "RESERVE_BANK", asset, owner: { bankAccount } }]);
  const [accountId] = accounts.values();
  invariant(accountId !== undefined, `the account of ${bankAccount} in ${asset} is there or opened`);
  const hold = { accountId, amountMinor, objectType: "payout", objectNo, reason: `attempt ${outNo}` };
  await holdAmount(tx, { key: reserveKeyOf(outNo), ...hold });
}

/** Where the money of each attempt is kept ready. Its channel may remit to another bank by now: the hold knows. */
async function getReserves(db: DbReader, outNos: readonly string[]): Promise<Reserve[]> {
  const rows = await db.query<Reserve & { key: string }>(
    `SELECT h.idempotency_key AS key, h.id AS "holdId", a.bank_account AS "bankAccount"
     FROM holds h JOIN accounts a ON a.id = h.account_id WHERE h.idempotency_key = ANY ($1)`,
    [outNos.map(reserveKeyOf)],
  );
  const reserves = new Map(rows.map(({ key, ...reserve }) => [key, reserve]));
  return outNos.map((outNo) => {
    const reserve = reserves.get(reserveKeyOf(outNo));
    invariant(reserve, `attempt ${outNo} has its money kept ready`);
    return reserve;
  });
}

async function getReserve(db: DbReader, outNo: string): Promise<Reserve> {
  const [reserve] = await getReserves(db, [outNo]);
  invariant(reserve, `attempt ${outNo} has its money kept ready`);
  return reserve;
}

/** The money has left: posts the draft, which takes it out of the bank, and uses up what was kept ready. */
export async function takeReserved(
  tx: DbTransaction,
  { outNo, amountMinor }: Leaving,
  draftFor: (bankAccount: string) => VoucherDraft,
): Promise<PostedVoucher> {
  const { holdId, bankAccount } = await getReserve(tx, outNo);
  return captureHold(tx, [{ holdId, amountMinor }], draftFor(bankAccount));
}

/** The same of many attempts at once, each with the draft that is made for its bank account; the vouchers at their places. */
export async function takeEachReserved(
  tx: DbTransaction,
  leaving: readonly (Leaving & { readonly draftFor: (bankAccount: string) => VoucherDraft })[],
): Promise<PostedVoucher[]> {
  const reserves = await getReserves(
    tx,
    leaving.map(({ outNo }) => outNo),
  );
  const captures = reserves.flatMap(({ holdId, bankAccount }, place) => {
    const one = leaving[place];
    return one ? [{ holdId, amountMinor: one.amountMinor, draft: one.draftFor(bankAccount) }] : [];
  });
  return captureEach(tx, captures);
}

/** The attempt has come to nothing: what was kept ready for it is free for others. */
export async function freeReserved(tx: DbTransaction, outNo: string): Promise<void> {
  const { holdId } = await getReserve(tx, outNo);
  await releaseHold(tx, { key: `${reserveKeyOf(outNo)}:free`, holdId });
}

/** The bank account that a payout was last paid from, or is to be. */
export async function getReserveAccount(db: DbReader, outNo: string): Promise<string> {
  return (await getReserve(db, outNo)).bankAccount;
}
