import "server-only";
import type { PayoutPayload } from "@/contracts/payouts";
import type { PayoutFacts, SecondLook } from "@/core/payouts/decide-payout";
import { invariant } from "@/core/result";
import type { PayoutParties } from "@/server/payouts/load-payout";
import { planPayoutLines } from "@/server/payouts/payout-vouchers";

/** What a checker is shown of a payout, and what will be posted once they agree. */
export function planPayout(
  payoutNo: string,
  { merchant, payee, channel }: PayoutParties,
  { asset, amountMinor, twinNos, sameDayMinor }: PayoutFacts,
  looks: readonly SecondLook[],
): PayoutPayload {
  invariant(payee && channel, `${payoutNo} has somebody to be paid and a channel to pay by`);
  const { accountRef, holder, bank, accountNo } = payee;
  const { id: merchantId, merchantNo, limitMinor, dayLimitMinor } = merchant;
  return {
    payoutNo,
    merchantNo,
    asset,
    amountMinor: `${amountMinor}`,
    channel: channel.code,
    payee: { accountRef, holder, bank, accountNo },
    looks: [...looks],
    twinNos: [...twinNos],
    limitMinor: limitMinor === null ? null : `${limitMinor}`,
    dayLimitMinor: dayLimitMinor === null ? null : `${dayLimitMinor}`,
    sameDayMinor: `${sameDayMinor}`,
    event: "payout.accepted",
    lines: planPayoutLines("payout.accepted", { payoutNo, merchantId, merchantNo, asset, amountMinor }),
  };
}
