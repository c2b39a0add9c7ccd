import "server-only";
import { ACCOUNT_PLACES, type AccountPlace, accountNoOf } from "@/core/ledger/chart";
import { invariant } from "@/core/result";
import { rememberedAccounts } from "@/server/store/remembered-accounts";
import type { DbReader } from "@/server/transact";

/** Whose accounts a voucher touches: each place of the rule picks the one that it belongs to. */
export type AccountOwner = {
  readonly merchant?: { readonly id: bigint; readonly no: string };
  readonly channel?: { readonly id: bigint; readonly code: string; readonly bankAccount: string };
  readonly bankAccount?: string;
};
export type AccountRef = { readonly place: AccountPlace; readonly asset: string; readonly owner: AccountOwner };

type Dimensioned = {
  merchantId: bigint | null;
  channelId: bigint | null;
  bankAccount: string | null;
  ownerName: string | null;
};

function dimensionsOf(ref: AccountRef): Dimensioned {
  const none = { merchantId: null, channelId: null, bankAccount: null, ownerName: null };
  const { dimension } = ACCOUNT_PLACES[ref.place];
  if (dimension === "MERCHANT") {
    invariant(ref.owner.merchant, `${ref.place} needs a merchant`);
    return { ...none, merchantId: ref.owner.merchant.id, ownerName: ref.owner.merchant.no };
  }
  if (dimension === "CHANNEL") {
    invariant(ref.owner.channel, `${ref.place} needs a channel`);
    return { ...none, channelId: ref.owner.channel.id, ownerName: ref.owner.channel.code };
  }
  if (dimension === "BANK") {
    const bankAccount = ref.owner.bankAccount ?? ref.owner.channel?.bankAccount;
    invariant(bankAccount, `${ref.place} needs a bank account`);
    return { ...none, bankAccount, ownerName: bankAccount };
  }
  return none;
}

/** The account's number, which is also its key: it holds place, owner and asset. */
export function accountKey(ref: AccountRef): string {
  return accountNoOf(ref.place, dimensionsOf(ref).ownerName, ref.asset);
}

/** The ids of these accounts by `accountKey`; those that do not exist are opened, in the order of their numbers. */
export async function findOrOpenAccounts(db: DbReader, refs: readonly AccountRef[]): Promise<Map<string, bigint>> {
  const wanted = new Map(refs.map((ref) => [accountKey(ref), ref]));
  const found = await findAccountIds(db, [...wanted.keys()]);
  const missing = [...wanted].filter(([no]) => !found.has(no)).sort(([left], [right]) => (left < right ? -1 : 1));
  if (missing.length === 0) return found;
  const rows = missing.map(([no, ref]) => ({ no, ref, of: dimensionsOf(ref) }));
  await db.query(
    `INSERT INTO accounts (account_no, gl_code, asset, normal_side, fund_owner, merchant_id, channel_id, bank_account)
     SELECT no, gl, asset, 'DEBIT', 'CLIENT', merchant, channel, bank
     FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[]) AS a (no, gl, asset, merchant, channel, bank)
     ON CONFLICT (account_no) DO NOTHING`,
    [
      rows.map((row) => row.no),
      rows.map((row) => ACCOUNT_PLACES[row.ref.place].glCode),
      rows.map((row) => row.ref.asset),
      rows.map((row) => row.of.merchantId),
      rows.map((row) => row.of.channelId),
      rows.map((row) => row.of.bankAccount),
    ],
  );
  return findAccountIds(db, [...wanted.keys()]);
}

/** The ids of those of these accounts that exist, by their numbers. */
export async function findAccountIds(db: DbReader, accountNos: readonly string[]): Promise<Map<string, bigint>> {
  const remembered = rememberedAccounts();
  const ids = new Map<string, bigint>();
  const unknown: string[] = [];
  for (const no of accountNos) {
    const id = remembered.get(no);
    if (id === undefined) unknown.push(no);
    else ids.set(no, id);
  }
  if (unknown.length === 0) return ids;
  // What our own transaction opened may still be rolled back; whatever else is seen is there for good.
  const rows = await db.query<{ id: bigint; account_no: string; is_ours: boolean }>(
    `SELECT id, account_no, xmin = pg_current_xact_id_if_assigned()::xid AS is_ours FROM accounts
     WHERE account_no = ANY ($1)`,
    [unknown],
  );
  for (const { id, account_no, is_ours } of rows) {
    ids.set(account_no, id);
    if (is_ours !== true) remembered.set(account_no, id);
  }
  return ids;
}
