import "server-only";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { buildVoucherLines } from "@/core/ledger/build-voucher";
import { type AccountOwner, accountKey } from "@/server/store/accounts";
import type { PayoutRow } from "@/server/store/payouts";
import { draftVoucher, type VoucherDraft } from "@/server/store/post-vouchers";
import type { CommandContext } from "@/server/transact";

/** The part of a payout that its vouchers are of. */
export type Booked = Pick<PayoutRow, "payoutNo" | "merchantId" | "merchantNo" | "asset" | "amountMinor">;
type PayoutEvent = "payout.accepted" | "payout.succeeded" | "payout.returned" | "payout.bounced";

/** `numbered`: what names the voucher. A payout may succeed and bounce once per attempt, so those are named by the attempt. */
type Posting = {
  readonly event: PayoutEvent;
  readonly numbered: string;
  readonly bankAccount?: string;
  readonly occurredAt?: Date;
  /** The accounting day of another instant than now's. */
  readonly on?: string;
  readonly memo?: string;
  readonly approvalId?: bigint;
};

/** The voucher of a payout's event. Its key ends in the number by which a bank's line may name it. */
export function draftPayout({ now }: CommandContext, payout: Booked, posting: Posting): VoucherDraft {
  const { event, numbered, bankAccount, occurredAt = now, on = accountingDayOf(now), memo, approvalId } = posting;
  return draftVoucher({
    event,
    key: `${event}:${numbered}`,
    amounts: { amount: payout.amountMinor },
    asset: payout.asset,
    owner: ownerOf(payout, bankAccount),
    on,
    occurredAt,
    objectType: "payout",
    objectNo: payout.payoutNo,
    ...(memo === undefined ? {} : { memo }),
    ...(approvalId === undefined ? {} : { approvalId }),
  });
}

/** The lines that such a voucher will have, as a request freezes them. */
export function planPayoutLines(event: "payout.accepted" | "payout.returned", payout: Booked) {
  const owner = ownerOf(payout);
  return buildVoucherLines(event, { amount: payout.amountMinor }).map((line) => ({
    side: line.side,
    accountNo: accountKey({ place: line.place, asset: payout.asset, owner }),
    amountMinor: `${line.amountMinor}`,
  }));
}

function ownerOf({ merchantId, merchantNo }: Booked, bankAccount?: string): AccountOwner {
  return { merchant: { id: merchantId, no: merchantNo }, ...(bankAccount === undefined ? {} : { bankAccount }) };
}
