import "server-only";
import type { LatePaymentDto } from "@/contracts/payout-views";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted } from "@/core/permissions/permissions";
import { repayout } from "@/server/approvals/acts/repayout";
import { lateOwnerOf, listLateNos, loadLatePayment } from "@/server/payouts/load-late-payment";
import { foretellRule } from "@/server/queries/asking-rule";
import { toTAccounts } from "@/server/queries/t-accounts";
import { findPayout, type PayoutRow } from "@/server/store/payouts";
import { reader } from "@/server/transact";

/** The attempts of a payout that were paid after they had failed, each with what would settle it; the voucher for who reads the books. */
export async function findLatePayments(actor: Actor, payoutNo: string): Promise<LatePaymentDto[]> {
  const outNos = await listLateNos(reader, payoutNo);
  const payout = outNos.length === 0 ? null : await findPayout(reader, actor.scope, payoutNo);
  return payout ? Promise.all(outNos.map((outNo) => toLate(actor, payout, outNo))) : [];
}

async function toLate(actor: Actor, payout: PayoutRow, outNo: string): Promise<LatePaymentDto> {
  const loaded = await loadLatePayment(reader, payout, outNo);
  if (!loaded.ok) {
    const { code, params = {} } = loaded.refusal;
    return { outNo, plan: null, obstacle: { code, params } };
  }
  const { payload, plan } = loaded.value;
  const owner = lateOwnerOf(payout, payload.bankAccount);
  const preview = isPermitted(actor.roles, "ledger.view")
    ? {
        asset: payout.asset,
        accounts: await toTAccounts(actor, payload.lines, payout.asset, owner, "projected"),
        rule: await foretellRule(reader, await repayout.bind(payload).weigh(reader)),
      }
    : null;
  return { outNo, plan: { choice: plan.choice, preview }, obstacle: null };
}
