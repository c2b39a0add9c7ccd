import "server-only";
import { isParty, type Role } from "@/core/ledger/vocabulary";
import type { Actor } from "@/core/permissions/actor";
import { accept, type Result, refuse } from "@/core/result";
import type { AccountOwner } from "@/server/store/accounts";
import type { DbReader } from "@/server/transact";

type Merchant = NonNullable<AccountOwner["merchant"]>;
export type Parties = { readonly owner: AccountOwner; readonly parties: Readonly<Record<string, Merchant>> };

/** Whoever was named for the roles of a template. Each has to exist, and a merchant has to lie in the actor's scope. */
export async function readParties(
  db: DbReader,
  actor: Actor,
  roles: readonly string[],
  named: Readonly<Record<string, string>>,
): Promise<Result<Parties>> {
  const owner: { merchant?: Merchant; bankAccount?: string } = {};
  const parties: Record<string, Merchant> = {};
  for (const role of roles) {
    const no = named[role];
    if (no === undefined) return refuse("adjustment_role_missing", `Say who is "${role}".`, { role });
    if (role === "bank") {
      if (!(await isBankAccount(db, no)))
        return refuse("bank_account_unknown", `There is no bank account ${no}.`, { account: no });
      owner.bankAccount = no;
      continue;
    }
    const merchant = await findMerchant(db, actor, no);
    if (!merchant) return refuse("merchant_unknown", `There is no merchant ${no} that you may see.`, { merchants: no });
    if (isParty(role as Role)) parties[role] = merchant;
    else owner.merchant = merchant;
  }
  return accept({ owner, parties });
}

async function isBankAccount(db: DbReader, code: string): Promise<boolean> {
  const rows = await db.query("SELECT 1 FROM accounts WHERE gl_code = '1002' AND bank_account = $1 LIMIT 1", [code]);
  return rows.length > 0;
}

async function findMerchant(db: DbReader, actor: Actor, merchantNo: string): Promise<Merchant | null> {
  const [row] = await db.query<Merchant>(
    "SELECT id, merchant_no AS no FROM merchants WHERE merchant_no = $1 AND ($2::text[] IS NULL OR merchant_no = ANY ($2))",
    [merchantNo, actor.scope],
  );
  return row ?? null;
}
