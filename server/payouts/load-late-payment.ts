import "server-only";
import type { LatePayload } from "@/contracts/payouts";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { buildVoucherLines } from "@/core/ledger/build-voucher";
import { decideLatePayment, type LatePlan } from "@/core/payouts/decide-late-payment";
import { accept, type Result, refuse } from "@/core/result";
import { loadParties, type PayoutParties } from "@/server/payouts/load-payout";
import { listTried } from "@/server/payouts/load-repayout";
import { type AccountOwner, accountKey } from "@/server/store/accounts";
import type { PayoutRow } from "@/server/store/payouts";
import type { DbReader } from "@/server/transact";

type LateRow = {
  outNo: string;
  channel: string;
  bankAccount: string;
  caseNo: string;
  happenedAt: Date;
  isSettled: boolean;
};
export type LoadedLate = {
  readonly parties: PayoutParties;
  readonly payload: LatePayload;
  readonly plan: LatePlan;
  readonly happenedAt: Date;
};

/** Keys of the vouchers by which such a payment is settled; a bank's line names them by the number behind the colon. */
const SETTLED =
  "(is_key(v.idempotency_key, 'payout.succeeded:' || t.out_no) OR is_key(v.idempotency_key, 'payout.late_charged:' || t.out_no))";
/** A word of success in just the amount of the attempt, after the one by which it failed; and none that it came back. */
const LATE = `
  SELECT t.out_no AS "outNo", c.code AS channel, a.bank_account AS "bankAccount", said.happened_at AS "happenedAt",
         EXISTS (SELECT 1 FROM vouchers v WHERE ${SETTLED}) AS "isSettled", k.case_no AS "caseNo"
  FROM money_attempts t JOIN channels c ON c.id = t.channel_id
  JOIN holds h ON h.idempotency_key = 'payout:' || t.out_no JOIN accounts a ON a.id = h.account_id
  JOIN LATERAL (SELECT min(s.happened_at) AS happened_at FROM money_answers s
    WHERE s.attempt_id = t.id AND s.kind = 'SUCCEEDED' AND s.moved_to IS NULL AND s.amount_minor = t.amount_minor AND s.asset = t.asset
    HAVING count(*) > 0) AS said ON true
  JOIN LATERAL (SELECT case_no FROM money_cases k
    WHERE k.out_no = t.out_no AND k.channel_id = t.channel_id AND k.kind IN ('LATE_SUCCESS', 'PAID_TWICE')
    ORDER BY k.status DESC, k.id DESC LIMIT 1) AS k ON true
  WHERE t.kind = 'PAYOUT' AND t.object_no = $1 AND t.status = 'FAILED'
    AND NOT EXISTS (SELECT 1 FROM money_answers b WHERE b.attempt_id = t.id AND b.kind = 'BOUNCED')
  ORDER BY t.attempt_no`;

/** The numbers of the payout's attempts that were paid after they had failed and are not settled yet, the first one first. */
export async function listLateNos(db: DbReader, payoutNo: string): Promise<string[]> {
  return (await db.query<LateRow>(LATE, [payoutNo])).filter((row) => !row.isSettled).map((row) => row.outNo);
}

/**
 * What settles such a payment, and what a checker would be asked. `held`: what a request has frozen; its split of a charge stays,
 * since what the merchant has changes all day, and posting it refuses where it is not there.
 */
export async function loadLatePayment(
  db: DbReader,
  payout: PayoutRow,
  outNo: string,
  held?: LatePayload,
): Promise<Result<LoadedLate>> {
  const { payoutNo, merchantNo, asset, amountMinor, status, payeeRef: payee, channel } = payout;
  const parties = await loadParties(db, null, { merchantNo, asset, payee, channel });
  if (!parties.ok) return parties;
  const late = (await db.query<LateRow>(LATE, [payoutNo])).find((row) => row.outNo === outNo);
  const attempts = await listTried(db, payoutNo);
  const available = held ? splitOf(held, payout) : await readAvailable(db, payout);
  const decided = decideLatePayment({
    ...{ payoutNo, outNo, status, amountMinor, ...available },
    isPaid: late !== undefined,
    isSettled: late?.isSettled ?? false,
    openNo: attempts.find((one) => one.isOpen)?.outNo ?? null,
  });
  if (!decided.ok) return decided;
  if (!late) return refuse("late_payment_unknown", `${outNo} is no late payment of ${payoutNo}.`, { outNo });
  const { caseNo, bankAccount, happenedAt } = late;
  const payload: LatePayload = {
    ...{ payoutNo, choice: decided.value.choice, outNo, caseNo, merchantNo, asset, status, bankAccount },
    amountMinor: `${amountMinor}`,
    channel: late.channel,
    paidOn: accountingDayOf(happenedAt),
    attempts: attempts.map(({ outNo: no, status: ended, code }) => ({ outNo: no, status: ended, code })),
    event: eventOf(decided.value),
    lines: linesOf(payout, bankAccount, decided.value),
  };
  return accept({ parties: parties.value, payload, plan: decided.value, happenedAt });
}

/** The event and the amounts that a plan posts, by the catalogue's names. */
export function eventOf({ choice }: LatePlan): LatePayload["event"] {
  return choice === "BOOK" ? "payout.succeeded" : "payout.late_charged";
}
export function amountsOf(amount: bigint, plan: LatePlan) {
  if (plan.choice === "BOOK") return { amount };
  return { amount, fromSettlement: plan.fromSettlementMinor, fromDeposit: plan.fromDepositMinor };
}
export function lateOwnerOf({ merchantId, merchantNo }: PayoutRow, bankAccount: string): AccountOwner {
  return { merchant: { id: merchantId, no: merchantNo }, bankAccount };
}

function linesOf(payout: PayoutRow, bankAccount: string, plan: LatePlan): LatePayload["lines"] {
  const owner = lateOwnerOf(payout, bankAccount);
  return buildVoucherLines(eventOf(plan), amountsOf(payout.amountMinor, plan)).map((line) => ({
    side: line.side,
    accountNo: accountKey({ place: line.place, asset: payout.asset, owner }),
    amountMinor: `${line.amountMinor}`,
  }));
}

const placesOf = (payout: PayoutRow) => {
  const owner = { merchant: { id: payout.merchantId, no: payout.merchantNo } };
  const keyOf = (place: "MERCHANT_SETTLEMENT" | "MERCHANT_DEPOSIT") =>
    accountKey({ place, asset: payout.asset, owner });
  return { settlement: keyOf("MERCHANT_SETTLEMENT"), deposit: keyOf("MERCHANT_DEPOSIT") };
};
type Available = { settlementMinor: bigint; depositMinor: bigint };

async function readAvailable(db: DbReader, payout: PayoutRow): Promise<Available> {
  const { settlement, deposit } = placesOf(payout);
  const rows = await db.query<{ no: string; minor: bigint }>(
    `SELECT a.account_no AS no, (h.posted_minor - h.frozen_minor)::bigint AS minor
     FROM accounts a JOIN account_holdings h ON h.account_id = a.id WHERE a.account_no = ANY ($1)`,
    [[settlement, deposit]],
  );
  const minorOf = (wanted: string) => rows.find(({ no }) => no === wanted)?.minor ?? 0n;
  return { settlementMinor: minorOf(settlement), depositMinor: minorOf(deposit) };
}

function splitOf({ lines }: LatePayload, payout: PayoutRow): Available {
  const { settlement, deposit } = placesOf(payout);
  const minorOf = (no: string) => BigInt(lines.find(({ accountNo }) => accountNo === no)?.amountMinor ?? "0");
  return { settlementMinor: minorOf(settlement), depositMinor: minorOf(deposit) };
}
