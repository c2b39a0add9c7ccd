import "server-only";
import { accountingDayOf, earlierDay } from "@/core/calendar/settlement-day";
import { invariant } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import type { Attempt } from "@/server/money-out/attempts";
import type { CameBack, NotPaid, Outgoing, Paid } from "@/server/money-out/outgoing";
import { bouncePayout } from "@/server/payouts/bounce-payout";
import { draftPayout } from "@/server/payouts/payout-vouchers";
import { freeReserved, takeReserved } from "@/server/payouts/reserve-money";
import { lockPayout, movePayout, type PayoutRow } from "@/server/store/payouts";
import { postVouchers } from "@/server/store/post-vouchers";
import type { DbReader, DbTransaction } from "@/server/transact";

/** What a payout does with what befalls its attempts. */
export const payoutOutgoing: Outgoing = { instruct, succeeded, failed, bounced, doubted };

async function instruct(db: DbReader, { outNo, objectNo, amountMinor, asset }: Attempt) {
  const [row] = await db.query<{ holder: string; bank: string; accountNo: string; merchant: string }>(
    `SELECT p.holder, p.bank, p.account_no AS "accountNo", m.name AS merchant
     FROM payouts o JOIN merchant_bank_accounts p ON p.id = o.payee_account_id JOIN merchants m ON m.id = o.merchant_id
     WHERE o.payout_no = $1`,
    [objectNo],
  );
  invariant(row, `attempt ${outNo} is of a payout`);
  const { holder, bank, accountNo } = row;
  return { outNo, amountMinor, asset, payee: { holder, bank, accountNo }, purpose: `Payout ${objectNo}` };
}

/** The money has left the reserve bank, out of what was kept ready there. */
async function succeeded(tx: DbTransaction, attempt: Attempt, { channelNo, happenedAt }: Paid): Promise<void> {
  const payout = await lockUnderWay(tx, attempt);
  const { voucherNo } = await takeReserved(tx, attempt, (bankAccount) =>
    draftPayout(tx.context, payout, {
      event: "payout.succeeded",
      numbered: attempt.outNo,
      bankAccount,
      occurredAt: happenedAt,
      on: dayOf(tx, payout, happenedAt),
    }),
  );
  await movePayout(tx, payout, "SUCCEEDED");
  await tell(tx, attempt, "payout.succeeded", { voucherNo, channelNo });
}

/** The day on which the channel says that it paid; never one before it was asked to, nor one to come. */
function dayOf(tx: DbTransaction, { requestedAt }: PayoutRow, happenedAt: Date): string {
  const [asked, today] = [accountingDayOf(requestedAt), accountingDayOf(tx.context.now)];
  const paid = earlierDay(accountingDayOf(happenedAt), today);
  return earlierDay(paid, asked) === paid ? asked : paid;
}

/**
 * The payee's fault gives the money back to the merchant. The channel's posts nothing: the money stays in transit, and the
 * reserve bank may pay somebody else with what was kept ready.
 */
async function failed(tx: DbTransaction, attempt: Attempt, { fault, code, message }: NotPaid): Promise<void> {
  const payout = await lockUnderWay(tx, attempt);
  await freeReserved(tx, attempt.outNo);
  if (fault === "CHANNEL") {
    await movePayout(tx, payout, "FAILED");
    return tell(tx, attempt, "payout.failed", { code, message });
  }
  const posting = { event: "payout.returned", numbered: payout.payoutNo, memo: `${code} ${message}`.trim() } as const;
  const [voucher] = await postVouchers(tx, [draftPayout(tx.context, payout, posting)]);
  await movePayout(tx, payout, "RETURNED");
  await tell(tx, attempt, "payout.returned", { voucherNo: voucher?.voucherNo ?? "", code, message });
}

/** The channel's word for it, which the bank's line will repeat, or has said before. */
async function bounced(
  tx: DbTransaction,
  { outNo }: Attempt,
  { happenedAt, code, message }: CameBack,
): Promise<boolean> {
  const reason = `${code} ${message}`.trim();
  return (await bouncePayout(tx, { outNo, on: accountingDayOf(happenedAt), source: "CHANNEL", reason })) !== null;
}

async function doubted(tx: DbTransaction, attempt: Attempt, inDoubt: boolean): Promise<void> {
  const payout = await lockUnderWay(tx, attempt);
  const to = inDoubt ? "IN_DOUBT" : "ACCEPTED";
  if (payout.status === to) return;
  await movePayout(tx, payout, to);
  await tell(tx, attempt, inDoubt ? "payout.doubted" : "payout.known", {});
}

async function lockUnderWay(tx: DbTransaction, { objectNo, outNo }: Attempt): Promise<PayoutRow> {
  const payout = await lockPayout(tx, objectNo);
  invariant(payout, `attempt ${outNo} is of a payout`);
  invariant(payout.status === "ACCEPTED" || payout.status === "IN_DOUBT", `${objectNo} is under way by ${outNo}`);
  return payout;
}

async function tell(
  tx: DbTransaction,
  { objectNo, outNo }: Attempt,
  action: string,
  detail: Readonly<Record<string, string | null>>,
): Promise<void> {
  await appendAudit(tx, { action, objectType: "payout", objectNo, detail: { outNo, ...detail } });
}
