import "server-only";
import { accountingDayOf, earlierDay } from "@/core/calendar/settlement-day";
import { invariant } from "@/core/result";
import { type AuditEvent, appendAudit, appendAudits } from "@/server/audit/append-audit";
import type { Payee } from "@/server/channels/channel-client";
import { gatherCalls } from "@/server/gather-calls";
import type { Attempt } from "@/server/money-out/attempts";
import type { CameBack, NotPaid, Outgoing, Paid, PaidAttempt } from "@/server/money-out/outgoing";
import { bouncePayout } from "@/server/payouts/bounce-payout";
import { draftPayout } from "@/server/payouts/payout-vouchers";
import { freeReserved, takeEachReserved, takeReserved } from "@/server/payouts/reserve-money";
import { lockPayout, lockPayouts, movePayout, movePayouts, type PayoutRow } from "@/server/store/payouts";
import { postVouchers } from "@/server/store/post-vouchers";
import { type DbReader, type DbTransaction, reader } from "@/server/transact";

const PAYEES_AT_ONCE = 64;

/** What a payout does with what befalls its attempts. */
export const payoutOutgoing: Outgoing = { instruct, succeeded, succeededTogether, failed, bounced, doubted };

async function instruct(_db: DbReader, { outNo, objectNo, amountMinor, asset }: Attempt) {
  const payee = await readPayee(objectNo);
  invariant(payee, `attempt ${outNo} is of a payout`);
  return { outNo, amountMinor, asset, payee, purpose: `Payout ${objectNo}` };
}

/** Whom a payout is to; those that are sent at one moment are looked up together. */
const readPayee = gatherCalls(PAYEES_AT_ONCE, async (payoutNos: readonly string[]): Promise<(Payee | null)[]> => {
  const rows = await reader.query<Payee & { payoutNo: string }>(
    `SELECT o.payout_no AS "payoutNo", p.holder, p.bank, p.account_no AS "accountNo"
     FROM payouts o JOIN merchant_bank_accounts p ON p.id = o.payee_account_id WHERE o.payout_no = ANY ($1)`,
    [payoutNos],
  );
  const payees = new Map(rows.map(({ payoutNo, ...payee }) => [payoutNo, payee]));
  return payoutNos.map((payoutNo) => payees.get(payoutNo) ?? null);
});

/** The money has left the reserve bank, out of what was kept ready there. */
async function succeeded(tx: DbTransaction, attempt: Attempt, paid: Paid): Promise<void> {
  const payout = await lockUnderWay(tx, attempt);
  const { voucherNo } = await takeReserved(tx, attempt, draftPaid(tx, attempt, payout, paid));
  await movePayout(tx, payout, "SUCCEEDED");
  await tell(tx, attempt, "payout.succeeded", { voucherNo, channelNo: paid.channelNo });
}

/** The same of many, in one of everything. */
async function succeededTogether(tx: DbTransaction, paid: readonly PaidAttempt[]): Promise<void> {
  const locked = await lockPayouts(
    tx,
    paid.map(({ attempt }) => attempt.objectNo),
  );
  const leaving = paid.map(({ attempt, ...fact }) => {
    const payout = requireUnderWay(locked.get(attempt.objectNo), attempt);
    return { ...attempt, payout, draftFor: draftPaid(tx, attempt, payout, fact) };
  });
  const vouchers = await takeEachReserved(tx, leaving);
  const payouts = leaving.map(({ payout }) => payout);
  await movePayouts(tx, payouts, "SUCCEEDED");
  const events = paid.map(({ attempt, channelNo }, place) =>
    eventOf(attempt, "payout.succeeded", { voucherNo: vouchers[place]?.voucherNo ?? "", channelNo }),
  );
  await appendAudits(tx, events);
}

function draftPaid(tx: DbTransaction, { outNo }: Attempt, payout: PayoutRow, { happenedAt }: Paid) {
  const posting = { event: "payout.succeeded", numbered: outNo, occurredAt: happenedAt } as const;
  const on = dayOf(tx, payout, happenedAt);
  return (bankAccount: string) => draftPayout(tx.context, payout, { ...posting, bankAccount, on });
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

async function lockUnderWay(tx: DbTransaction, attempt: Attempt): Promise<PayoutRow> {
  return requireUnderWay(await lockPayout(tx, attempt.objectNo), attempt);
}

function requireUnderWay(payout: PayoutRow | null | undefined, { objectNo, outNo }: Attempt): PayoutRow {
  invariant(payout, `attempt ${outNo} is of a payout`);
  invariant(payout.status === "ACCEPTED" || payout.status === "IN_DOUBT", `${objectNo} is under way by ${outNo}`);
  return payout;
}

type Detail = Readonly<Record<string, string | null>>;

function tell(tx: DbTransaction, attempt: Attempt, action: string, detail: Detail): Promise<void> {
  return appendAudit(tx, eventOf(attempt, action, detail));
}

function eventOf({ objectNo, outNo }: Attempt, action: string, detail: Detail): AuditEvent {
  return { action, objectType: "payout", objectNo, detail: { outNo, ...detail } };
}
