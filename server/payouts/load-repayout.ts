import "server-only";
import type { RepayoutPayload } from "@/contracts/payouts";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { isFinal } from "@/core/money-out/attempt";
import { decideRepayout, type RepayoutFacts } from "@/core/payouts/decide-repayout";
import type { RepayoutChoice } from "@/core/payouts/payout";
import { accept, invariant, type Result } from "@/core/result";
import { listAttempts } from "@/server/money-out/attempts";
import { loadParties, type PayoutParties, readFacts } from "@/server/payouts/load-payout";
import { planPayoutLines } from "@/server/payouts/payout-vouchers";
import type { PayoutRow } from "@/server/store/payouts";
import type { DbReader } from "@/server/transact";

/** What is to become of a payout that did not arrive; `channel`: of the next attempt, null where none is made. */
export type RepayoutWish = { readonly choice: RepayoutChoice; readonly channel: string | null };
export type LoadedRepayout = { readonly parties: PayoutParties; readonly payload: RepayoutPayload };

/**
 * Whether it may be paid again or given back, and what a checker would be asked. `asksMoney` false: whatever may have changed by
 * tomorrow (money out stopped, a reserve that is short) is left out, since a request outlives it.
 */
export async function loadRepayout(
  db: DbReader,
  payout: PayoutRow,
  wish: RepayoutWish,
  asksMoney = true,
): Promise<Result<LoadedRepayout>> {
  const { merchantNo, asset, amountMinor, payeeRef, requestedAt } = payout;
  const named = { merchantNo, asset, payee: payeeRef, channel: wish.channel ?? payout.channel };
  const parties = await loadParties(db, null, named);
  if (!parties.ok) return parties;
  const { payee, channel } = parties.value;
  invariant(payee, `${payout.payoutNo} has its payee`);
  const facts = await readFacts(db, parties.value, payout, { on: accountingDayOf(requestedAt) });
  const attempts = await listTried(db, payout.payoutNo);
  const decided = decideRepayout(
    {
      payoutNo: payout.payoutNo,
      status: payout.status,
      amountMinor,
      isStopped: asksMoney && facts.isStopped,
      attempts,
      payee,
      channel: channel && {
        code: channel.code,
        reserveMinor: asksMoney ? (facts.channel?.reserveMinor ?? 0n) : amountMinor,
      },
    },
    wish.choice,
  );
  if (!decided.ok) return decided;
  return accept({ parties: parties.value, payload: freeze(payout, parties.value, wish, attempts) });
}

type Tried = RepayoutFacts["attempts"][number] & { readonly status: string; readonly code: string };

/** Every attempt; one is contradicted while a case about what its channel says of it is open. */
export async function listTried(db: DbReader, payoutNo: string): Promise<Tried[]> {
  const attempts = await listAttempts(db, "PAYOUT", payoutNo);
  const said = await db.query<{ outNo: string; code: string; isContradicted: boolean }>(
    `SELECT t.out_no AS "outNo", t.code, EXISTS (
              SELECT 1 FROM money_cases k WHERE k.out_no = t.out_no AND k.channel_id = t.channel_id AND k.status = 'OPEN'
            ) AS "isContradicted"
     FROM money_attempts t WHERE t.kind = 'PAYOUT' AND t.object_no = $1`,
    [payoutNo],
  );
  return attempts.map(({ outNo, status }) => {
    const one = said.find((row) => row.outNo === outNo);
    return {
      outNo,
      status,
      isOpen: !isFinal(status),
      code: one?.code ?? "",
      isContradicted: one?.isContradicted ?? false,
    };
  });
}

function freeze(
  payout: PayoutRow,
  { payee }: PayoutParties,
  { choice, channel }: RepayoutWish,
  attempts: readonly Tried[],
): RepayoutPayload {
  const { payoutNo, merchantNo, asset, amountMinor, status } = payout;
  invariant(payee && (status === "FAILED" || status === "BOUNCED"), `${payoutNo} was just decided on`);
  const { accountRef, holder, bank, accountNo } = payee;
  const returned = { event: "payout.returned", lines: planPayoutLines("payout.returned", payout) } as const;
  return {
    payoutNo,
    choice,
    merchantNo,
    asset,
    amountMinor: `${amountMinor}`,
    status,
    channel,
    lastChannel: payout.channel,
    payee: { accountRef, holder, bank, accountNo },
    attempts: attempts.map(({ outNo, status: ended, code }) => ({ outNo, status: ended, code })),
    ...(choice === "RETURN" ? returned : {}),
  };
}
