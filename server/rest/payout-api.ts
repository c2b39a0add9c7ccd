import "server-only";
import { postPayoutBody, type RestPayout } from "@/contracts/payouts";
import type { Actor } from "@/core/permissions/actor";
import { requestPayout } from "@/server/commands/request-payout";
import { listAttempts } from "@/server/money-out/attempts";
import { defineApiGet, defineApiPost } from "@/server/rest/api-route";
import { findPayout } from "@/server/store/payouts";
import { reader } from "@/server/transact";

const SCOPE = "payout.ask";

/** Asks for a payout, as a page does: at once within the limits, otherwise as a request of the key's owner. */
export const answerPayoutPost = defineApiPost({
  scope: SCOPE,
  body: postPayoutBody,
  run: (context, { merchantNo, amount, payee = null, channel = null, reference, note = "" }) =>
    requestPayout(context, {
      merchantNo,
      ...amount,
      ...{ payee, channel, note },
      clientRef: reference,
      source: "REST",
      batchNo: null,
    }),
  href: ({ payoutNo }) => `/api/v1/payouts/${payoutNo}`,
});

export const answerPayoutGet = defineApiGet({ scope: SCOPE, find: findRestPayout });

/** A payout as other systems see it; null where there is none in the scope of the key's owner. */
async function findRestPayout(actor: Actor, payoutNo: string): Promise<RestPayout | null> {
  const payout = await findPayout(reader, actor.scope, payoutNo);
  if (!payout) return null;
  const attempts = await listAttempts(reader, "PAYOUT", payoutNo);
  return {
    payoutNo,
    status: payout.status,
    merchantNo: payout.merchantNo,
    amount: { amountMinor: `${payout.amountMinor}`, asset: payout.asset },
    payee: payout.payeeRef,
    channel: payout.channel,
    reference: payout.clientRef,
    outNos: attempts.map(({ outNo }) => outNo),
    requestedAt: payout.requestedAt.toISOString(),
    finishedAt: payout.finishedAt?.toISOString() ?? null,
  };
}
