import "server-only";
import { invariant } from "@/core/result";
import type { DependedObject, Weight } from "@/server/approvals/act";
import type { PayoutParties } from "@/server/payouts/load-payout";
import { findPayout, type PayoutRow } from "@/server/store/payouts";
import type { DbReader } from "@/server/transact";

/** How much goes to whom: all that is asked for one bank account within a day is one sum. */
export async function weighPayout(db: DbReader, ruledAct: "PAYOUT" | "REPAYOUT", payoutNo: string): Promise<Weight> {
  const payout = await findPayout(db, null, payoutNo);
  invariant(payout, `${payoutNo} was just looked at`);
  const { amountMinor, asset, payeeRef, merchantId, requestedBy } = payout;
  return {
    ruledAct,
    amount: { amountMinor, asset },
    payee: `account ${payeeRef}`,
    merchantId,
    editorIds: requestedBy === null ? [] : [`${requestedBy}`],
  };
}

/** Every field by which a payout goes to the right place in the right amount; any difference makes a request about it void. */
export function observePayoutParties(payout: PayoutRow, { merchant, payee, channel }: PayoutParties): DependedObject[] {
  const { payoutNo, status, amountMinor, asset, merchantNo, payeeRef, payeeDigest, version } = payout;
  const { name, limitMinor, dayLimitMinor } = merchant;
  const limits = { limitMinor: limitMinor?.toString() ?? null, dayLimitMinor: dayLimitMinor?.toString() ?? null };
  const asked = { status, amountMinor: `${amountMinor}`, asset, merchantNo, payeeRef, payeeDigest };
  return [
    { type: "payout", no: payoutNo, version, facts: { ...asked, channel: payout.channel } },
    { type: "merchant", no: merchantNo, version: merchant.version, facts: { name, ...limits } },
    ...(payee
      ? [
          {
            type: "payee_account",
            no: payee.accountRef,
            version: payee.version,
            facts: {
              merchantNo: payee.merchantNo,
              asset: payee.asset,
              holder: payee.holder,
              bank: payee.bank,
              accountNo: payee.accountNo,
              isOpen: payee.isOpen,
            },
          },
        ]
      : []),
    ...(channel
      ? [{ type: "channel", no: channel.code, version: channel.version, facts: { bankAccount: channel.bankAccount } }]
      : []),
  ];
}
