import "server-only";
import type { MerchantInput } from "@/contracts/merchants";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { nextDocumentNos } from "@/server/store/document-numbers";
import type { DbTransaction } from "@/server/transact";

/** The payees of a set-up file as bank accounts, to which may be paid at once; one that is there already stays. */
export async function givePayeeAccounts(tx: DbTransaction, merchants: readonly MerchantInput[]): Promise<void> {
  const given = merchants.flatMap(({ merchantNo, name, payee }) => {
    const accountNo = payee.account?.normalize("NFKC").replaceAll(/[\s-]/g, "").toUpperCase() ?? "";
    if (!/^[0-9A-Z]{4,34}$/.test(accountNo)) return [];
    return { merchantNo, accountNo, holder: payee.name?.trim() || name, bank: payee.bank?.trim() || "-" };
  });
  if (given.length === 0) return;
  const { now, commandId } = tx.context;
  const refs = await nextDocumentNos(tx, "payeeAccount", accountingDayOf(now), given.length);
  await tx.query(
    `INSERT INTO merchant_bank_accounts (account_ref, merchant_id, asset, holder, bank, account_no, added_at, payable_from, command_id)
     SELECT g.ref, m.id, 'CNY', g.holder, g.bank, g.account_no, $6, least($6, now()), $7
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) AS g (ref, merchant_no, holder, bank, account_no)
     JOIN merchants m ON m.merchant_no = g.merchant_no
     ON CONFLICT (merchant_id, asset, account_no) WHERE closed_at IS NULL DO NOTHING`,
    [
      refs,
      given.map((one) => one.merchantNo),
      given.map((one) => one.holder),
      given.map((one) => one.bank),
      given.map((one) => one.accountNo),
      now,
      commandId,
    ],
  );
}
