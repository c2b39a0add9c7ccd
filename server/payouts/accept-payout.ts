import "server-only";
import { invariant } from "@/core/result";
import { prepareAttempt } from "@/server/money-out/attempts";
import type { PayingChannel } from "@/server/payouts/load-payout";
import { draftPayout } from "@/server/payouts/payout-vouchers";
import { reserveMoney } from "@/server/payouts/reserve-money";
import type { PayoutRow } from "@/server/store/payouts";
import { postVouchers } from "@/server/store/post-vouchers";
import type { DbTransaction } from "@/server/transact";

type ToAccept = Pick<PayoutRow, "payoutNo" | "merchantId" | "merchantNo" | "asset" | "amountMinor" | "payeeDigest">;

/** The merchant's balance gives the money into transit, and the first attempt is made. */
export async function acceptPayout(
  tx: DbTransaction,
  payout: ToAccept,
  channel: PayingChannel,
  approvalId?: bigint,
): Promise<{ voucherNo: string; outNo: string }> {
  const posting = { event: "payout.accepted", numbered: payout.payoutNo } as const;
  const [voucher] = await postVouchers(tx, [
    draftPayout(tx.context, payout, { ...posting, ...(approvalId === undefined ? {} : { approvalId }) }),
  ]);
  invariant(voucher && !voucher.existed, `${payout.payoutNo} is accepted once`);
  const outNo = await attemptPayout(tx, payout, channel, approvalId);
  return { voucherNo: voucher.voucherNo, outNo };
}

/** An attempt, with its money kept ready in the reserve bank of its channel. */
export async function attemptPayout(
  tx: DbTransaction,
  payout: ToAccept,
  channel: PayingChannel,
  approvalId?: bigint,
): Promise<string> {
  const { payoutNo, asset, amountMinor, payeeDigest } = payout;
  const { outNo } = await prepareAttempt(tx, {
    kind: "PAYOUT",
    objectNo: payoutNo,
    operation: "TRANSFER",
    channelId: channel.id,
    amountMinor,
    asset,
    payeeDigest,
    ...(approvalId === undefined ? {} : { approvalId }),
  });
  await reserveMoney(tx, { outNo, objectNo: payoutNo, bankAccount: channel.bankAccount, asset, amountMinor });
  return outNo;
}
