import "server-only";
import { type PayeeAccountPayload, payeeAccountPayload } from "@/contracts/administration";
import type { FieldChangeDto } from "@/contracts/approval-views";
import type { Json } from "@/core/json";
import { accept, invariant, type Result, refuse } from "@/core/result";
import { type DependedObject, defineAct } from "@/server/approvals/act";
import { appendAudit } from "@/server/audit/append-audit";
import { getEnv } from "@/server/env";
import {
  closePayeeAccount,
  findPayeeAccount,
  hasOpenAccount,
  insertPayeeAccount,
  lockPayeeAccounts,
} from "@/server/store/payee-accounts";
import type { DbReader } from "@/server/transact";

/** A bank account to which a merchant is paid: a new one, or the end of one. */
export const bankAccount = defineAct<PayeeAccountPayload>({
  name: "BANK_ACCOUNT",
  proposedWith: "merchant.edit",
  payload: payeeAccountPayload,
  object: ({ accountRef }) => ({ type: "payee_account", no: accountRef }),
  async weigh(db, { merchantNo }) {
    const merchant = await findMerchant(db, merchantNo);
    invariant(merchant, `${merchantNo} was just looked at`);
    return { ruledAct: "BANK_ACCOUNT", amount: null, payee: null, merchantId: merchant.id, editorIds: [] };
  },
  lock: (tx, { merchantNo }) => lockPayeeAccounts(tx, merchantNo),
  observe: async (db, payload) => (payload.closes ? observeClosing(db, payload) : observeAdding(db, payload)),
  async execute(tx, { accountRef, merchantNo, closes, account }, { id, approvalNo }) {
    const merchant = await findMerchant(tx, merchantNo);
    invariant(merchant, `${merchantNo} is locked`);
    if (closes) await closePayeeAccount(tx, accountRef, id);
    else {
      const coolDownHours = getEnv().DESK_PAYEE_COOL_DOWN_HOURS;
      const added = { accountRef, merchantId: merchant.id, ...account };
      await insertPayeeAccount(tx, added, { approvalId: id, coolDownHours });
    }
    const action = closes ? "bank_account.closed" : "bank_account.added";
    const detail = { approvalNo, accountRef };
    await appendAudit(tx, { action, objectType: "merchant", objectNo: merchantNo, detail });
    return accept({ voucherNo: null });
  },
  async describe(_db, { merchantNo, closes, account }) {
    const fields = (["holder", "bank", "accountNo", "asset"] as const).map((field): FieldChangeDto => {
      const value = { kind: "text", text: account[field] } as const;
      return { field, before: closes ? value : null, after: closes ? null : value };
    });
    return { subject: { kind: "object", object: "merchant", no: merchantNo }, changes: fields };
  },
});

async function observeAdding(
  db: DbReader,
  { accountRef, merchantNo, account }: PayeeAccountPayload,
): Promise<Result<DependedObject[]>> {
  const merchant = await findMerchant(db, merchantNo);
  if (!merchant) return refuse("merchant_unknown", `There is no merchant ${merchantNo}.`, { merchants: merchantNo });
  if (await hasOpenAccount(db, { merchantNo, ...account })) {
    return refuse("payee_account_known", `${merchantNo} has this bank account already.`, { merchant: merchantNo });
  }
  // The name on the account is compared with the merchant's by whoever checks: another name is another decision.
  return accept([{ type: "payee_account", no: accountRef, version: 0, facts: { merchantName: merchant.name } }]);
}

async function observeClosing(db: DbReader, { accountRef }: PayeeAccountPayload): Promise<Result<DependedObject[]>> {
  const found = await findPayeeAccount(db, null, accountRef);
  if (!found || found.closedAt !== null) {
    return refuse("payee_account_closed", `Bank account ${accountRef} is not open.`, { account: accountRef });
  }
  const { asset, holder, bank, accountNo, version } = found;
  return accept([
    { type: "payee_account", no: accountRef, version, facts: { asset, holder, bank, accountNo } satisfies Json },
  ]);
}

async function findMerchant(db: DbReader, merchantNo: string): Promise<{ id: bigint; name: string } | null> {
  const [row] = await db.query<{ id: bigint; name: string }>("SELECT id, name FROM merchants WHERE merchant_no = $1", [
    merchantNo,
  ]);
  return row ?? null;
}
