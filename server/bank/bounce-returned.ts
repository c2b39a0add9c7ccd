import "server-only";
import type { BankAccountRow } from "@/server/bank/bank-accounts";
import { OPEN_LINES } from "@/server/bank/load-facts";
import { bouncePayout } from "@/server/payouts/bounce-payout";
import type { DbTransaction } from "@/server/transact";

type Returned = { outNo: string; bookedOn: string; remark: string | null };

/**
 * Lines by which money has come back that went out under one of our numbers, of the very amount and to the very account that it
 * was paid from. Numbers of payouts are 32 characters of which 30 are random, so that naming one is meaning it.
 */
const RETURNED = `
  SELECT DISTINCT ON (t.out_no) t.out_no AS "outNo", l.booked_on AS "bookedOn", l.remark
  FROM (SELECT l.id, l.booked_on, l.signed_minor, l.asset, l.remark,
               ARRAY[l.our_reference, l.channel_reference, l.entry_no] || regexp_split_to_array(coalesce(l.remark, ''), '[^0-9A-Za-z]+') AS names
        ${OPEN_LINES} AND l.signed_minor > 0) AS l
  JOIN money_attempts t ON t.out_no = ANY (l.names) AND t.kind = 'PAYOUT' AND t.amount_minor = l.signed_minor AND t.asset = l.asset
  JOIN payouts o ON o.payout_no = t.object_no AND o.status = 'SUCCEEDED'
  JOIN holds h ON h.idempotency_key = 'payout:' || t.out_no JOIN accounts a ON a.id = h.account_id AND a.bank_account = $2
  ORDER BY t.out_no, l.id`;

/**
 * Takes the bank's word that payouts have come back (退票). Their vouchers name the same numbers as the lines, which are matched
 * with them next.
 */
export async function bounceReturned(tx: DbTransaction, account: BankAccountRow): Promise<void> {
  if (account.kind !== "RESERVE") return;
  const returned = await tx.query<Returned>(RETURNED, [account.id, account.code]);
  for (const { outNo, bookedOn, remark } of returned) {
    await bouncePayout(tx, { outNo, on: bookedOn, source: "BANK", reason: remark ?? "" });
  }
}
