import "server-only";
import type { z } from "zod";
import type { RequestPayoutInput, requestPayoutInput } from "@/contracts/payouts";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { decidePayout, type PayoutFacts, type SecondLook } from "@/core/payouts/decide-payout";
import { isPermitted } from "@/core/permissions/permissions";
import { accept, invariant, type Result, refuse } from "@/core/result";
import { payoutAct } from "@/server/approvals/acts/payout";
import { proposeApproval } from "@/server/approvals/propose-approval";
import { type AuditEvent, appendAudit } from "@/server/audit/append-audit";
import { digestPayee } from "@/server/channels/digest-payee";
import { type Command, defineCommand } from "@/server/command";
import { acceptPayout } from "@/server/payouts/accept-payout";
import { acceptGathered, toAnswer } from "@/server/payouts/accept-together";
import { loadParties, lockFacts, type PayoutParties } from "@/server/payouts/load-payout";
import { planPayout } from "@/server/payouts/plan-payout";
import { findPayoutNoByReference, insertPayout, mintPayoutNo } from "@/server/store/payouts";
import type { DbTransaction } from "@/server/transact";

/** `ACCEPTED`: on its way. `REQUESTED`: somebody has to look at it, for the reasons in `looks`. */
export type RequestedPayout = {
  payoutNo: string;
  status: "ACCEPTED" | "REQUESTED";
  outNo: string | null;
  looks: SecondLook[];
  twinNos: string[];
  /** Null where no person has asked: then one puts it forward. */
  approvalNo: string | null;
};

const ACTION = "payout.request";
const toHashed = ({ amountMinor, ...input }: RequestPayoutInput) => ({ ...input, amountMinor: `${amountMinor}` });

/**
 * Asks for a payout (代付). Within the merchant's limits and like no other of the day it is accepted at once: whom it goes to,
 * the limits and the fees have been approved already. Otherwise it waits for a checker, and nothing moves. Those that are asked
 * for at one moment are accepted together; whatever speaks against one is looked at, and answered, by itself.
 */
export const requestPayout: Command<RequestPayoutInput, RequestedPayout> = async (context, input) => {
  const isAllowed = isPermitted(context.actor.roles, "payout.ask");
  const accepted = isAllowed ? await acceptGathered({ name: ACTION, hashed: toHashed(input), context, input }) : null;
  return accepted ? accept(toAnswer(accepted)) : requestAlone(context, input);
};

const requestAlone = defineCommand<RequestPayoutInput, RequestedPayout>({
  action: ACTION,
  permission: "payout.ask",
  object: ({ merchantNo }) => ({ type: "payout", no: merchantNo }),
  toHashed,
  effect: askForPayout,
});

/** The same within another command. What it refuses it refuses before it writes. */
export async function askForPayout(tx: DbTransaction, input: RequestPayoutInput): Promise<Result<RequestedPayout>> {
  const parties = await loadParties(tx, tx.context.actor.scope, input, true);
  if (!parties.ok) return parties;
  const known = await refuseKnownReference(tx, parties.value, input.clientRef);
  if (known) return known;
  const facts = await lockFacts(tx, parties.value, input, { on: accountingDayOf(tx.context.now) });
  const decided = decidePayout(facts);
  if (!decided.ok) return decided;
  const { looks } = decided.value;
  return looks.length === 0
    ? acceptAtOnce(tx, input, parties.value)
    : askChecker(tx, input, parties.value, facts, looks);
}

/** The same, asked for by a person on a page. */
export const requestPayoutOnPage: Command<z.output<typeof requestPayoutInput>, RequestedPayout> = (context, input) => {
  const { commandId: _, ...wish } = input;
  return requestPayout(context, { ...wish, source: "PAGE", batchNo: null });
};

async function refuseKnownReference(tx: DbTransaction, { merchant }: PayoutParties, clientRef: string | null) {
  if (clientRef === null) return null;
  const payoutNo = await findPayoutNoByReference(tx, merchant.id, clientRef);
  if (payoutNo === null) return null;
  const message = `${merchant.merchantNo} has asked for ${clientRef} already: ${payoutNo}. Nothing was changed.`;
  return refuse("payout_reference_used", message, { reference: clientRef, payoutNo });
}

async function acceptAtOnce(
  tx: DbTransaction,
  input: RequestPayoutInput,
  parties: PayoutParties,
): Promise<Result<RequestedPayout>> {
  const { payout, channel } = await insert(tx, input, parties, "ACCEPTED");
  const { payoutNo } = payout;
  const { outNo, voucherNo } = await acceptPayout(tx, payout, channel);
  const { source, amountMinor, asset, clientRef, batchNo } = input;
  const detail = { voucherNo, outNo, source, amountMinor: `${amountMinor}`, asset, clientRef, batchNo };
  await appendAudit(tx, { action: "payout.accepted", objectType: "payout", objectNo: payoutNo, detail });
  return accept(toAnswer({ payoutNo, outNo }));
}

async function askChecker(
  tx: DbTransaction,
  input: RequestPayoutInput,
  parties: PayoutParties,
  facts: PayoutFacts,
  looks: readonly SecondLook[],
): Promise<Result<RequestedPayout>> {
  const { payout } = await insert(tx, input, parties, "REQUESTED");
  const { payoutNo } = payout;
  const payload = planPayout(payoutNo, parties, facts, looks);
  const asked = { looks: [...looks], twinNos: [...facts.twinNos] };
  const toEvent = (approvalNo: string | null): AuditEvent => {
    const { source, amountMinor, asset, clientRef, batchNo } = input;
    const detail = { ...asked, approvalNo, source, amountMinor: `${amountMinor}`, asset, clientRef, batchNo };
    return { action: "payout.requested", objectType: "payout", objectNo: payoutNo, detail };
  };
  const requested = { payoutNo, status: "REQUESTED", outNo: null, ...asked } as const;
  if (tx.context.actor.userId === null) {
    await appendAudit(tx, toEvent(null));
    return accept({ ...requested, approvalNo: null });
  }
  const reason = input.note || looks.join(", ");
  const proposed = await proposeApproval(tx, payoutAct.bind(payload), reason, ({ approvalNo }) => [
    toEvent(approvalNo),
  ]);
  return proposed.ok ? accept({ ...requested, approvalNo: proposed.value.approvalNo }) : proposed;
}

async function insert(
  tx: DbTransaction,
  input: RequestPayoutInput,
  { merchant, payee, channel }: PayoutParties,
  status: "REQUESTED" | "ACCEPTED",
) {
  invariant(payee && channel, "what was decided on is there");
  const { asset, amountMinor, source, clientRef, batchNo, note } = input;
  const payout = {
    payoutNo: mintPayoutNo(accountingDayOf(tx.context.now)),
    merchantId: merchant.id,
    merchantNo: merchant.merchantNo,
    asset,
    amountMinor,
    payeeAccountId: payee.id,
    payeeDigest: digestPayee(payee),
    channelId: channel.id,
    ...{ source, clientRef, batchNo, note },
  };
  await insertPayout(tx, { ...payout, status });
  return { payout, channel };
}
