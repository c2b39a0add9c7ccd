import "server-only";
import type { AddPayeeAccountInput, ClosePayeeAccountInput } from "@/contracts/administration";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { accept, type Result, refuse } from "@/core/result";
import { bankAccount } from "@/server/approvals/acts/bank-account";
import { proposeApproval } from "@/server/approvals/propose-approval";
import { defineCommand } from "@/server/command";
import { nextDocumentNo } from "@/server/store/document-numbers";
import { findPayeeAccount } from "@/server/store/payee-accounts";
import type { DbTransaction } from "@/server/transact";

type Proposed = { accountRef: string; approvalNo: string };

/** Asks that a merchant may be paid to another bank account. Once approved, it waits before it gets any money. */
export const proposeBankAccount = defineCommand<AddPayeeAccountInput, Proposed>({
  action: "bank_account.propose",
  permission: "merchant.edit",
  object: ({ merchantNo }) => ({ type: "merchant", no: merchantNo }),
  toHashed: ({ merchantNo, asset, holder, bank, accountNo, reason }) => ({
    merchantNo,
    asset,
    holder,
    bank,
    accountNo,
    reason,
  }),
  async effect(tx, { merchantNo, asset, holder, bank, accountNo, reason }) {
    const merchantId = await findMerchantId(tx, merchantNo);
    if (!merchantId.ok) return merchantId;
    const accountRef = await nextDocumentNo(tx, "payeeAccount", accountingDayOf(tx.context.now));
    const account = { asset, holder, bank, accountNo };
    // The columns of the row, which the database compares with what was approved.
    const after = { merchant_id: `${merchantId.value}`, asset, holder, bank, account_no: accountNo };
    const payload = { accountRef, merchantNo, closes: false, baseVersion: 0, account, after };
    const proposed = await proposeApproval(tx, bankAccount.bind(payload), reason);
    return proposed.ok ? accept({ accountRef, approvalNo: proposed.value.approvalNo }) : proposed;
  },
});

/** Asks that a merchant is no longer paid to a bank account. */
export const proposeBankAccountClosing = defineCommand<ClosePayeeAccountInput, Proposed>({
  action: "bank_account.propose_closing",
  permission: "merchant.edit",
  object: ({ accountRef }) => ({ type: "payee_account", no: accountRef }),
  toHashed: ({ accountRef, expectedVersion, reason }) => ({ accountRef, expectedVersion, reason }),
  async effect(tx, { accountRef, expectedVersion, reason }) {
    const found = await findPayeeAccount(tx, tx.context.actor.scope, accountRef);
    if (!found || found.version !== expectedVersion) {
      return refuse("payee_account_closed", `Bank account ${accountRef} is not open.`, { account: accountRef });
    }
    const { merchantNo, asset, holder, bank, accountNo, version: baseVersion } = found;
    const account = { asset, holder, bank, accountNo };
    const payload = { accountRef, merchantNo, closes: true, baseVersion, account, after: {} };
    const proposed = await proposeApproval(tx, bankAccount.bind(payload), reason);
    return proposed.ok ? accept({ accountRef, approvalNo: proposed.value.approvalNo }) : proposed;
  },
});

async function findMerchantId(tx: DbTransaction, merchantNo: string): Promise<Result<bigint>> {
  const [row] = await tx.query<{ id: bigint }>(
    "SELECT id FROM merchants WHERE merchant_no = $1 AND ($2::text[] IS NULL OR merchant_no = ANY ($2))",
    [merchantNo, tx.context.actor.scope],
  );
  if (row) return accept(row.id);
  return refuse("merchant_unknown", `There is no merchant ${merchantNo} that you may see.`, { merchants: merchantNo });
}
